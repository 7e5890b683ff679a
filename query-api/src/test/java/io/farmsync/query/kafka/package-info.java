@NullMarked
package io.farmsync.query.kafka;

import org.jspecify.annotations.NullMarked;
