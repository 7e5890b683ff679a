@NullMarked
package io.farmsync.query.live.kafka;

import org.jspecify.annotations.NullMarked;
