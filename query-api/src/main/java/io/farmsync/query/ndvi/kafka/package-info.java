/** Engines by way of their topics. */
@NullMarked
package io.farmsync.query.ndvi.kafka;

import org.jspecify.annotations.NullMarked;
