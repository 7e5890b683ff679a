@NullMarked
package io.farmsync.schemas;

import org.jspecify.annotations.NullMarked;
