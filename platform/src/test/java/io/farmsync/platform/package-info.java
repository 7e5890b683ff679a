@NullMarked
package io.farmsync.platform;

import org.jspecify.annotations.NullMarked;
