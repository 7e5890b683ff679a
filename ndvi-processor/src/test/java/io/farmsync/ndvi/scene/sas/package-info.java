/** Tests of signed links. */
@NullMarked
package io.farmsync.ndvi.scene.sas;

import org.jspecify.annotations.NullMarked;
