/** Files in Azure Blob Storage that are only given to links with a shared access signature. */
@NullMarked
package io.farmsync.ndvi.scene.sas;

import org.jspecify.annotations.NullMarked;
