@NullMarked
package io.farmsync.query.ndvi;

import org.jspecify.annotations.NullMarked;
