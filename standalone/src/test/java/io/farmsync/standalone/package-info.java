@NullMarked
package io.farmsync.standalone;

import org.jspecify.annotations.NullMarked;
