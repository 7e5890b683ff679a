/** From topics to stores: the views as one Kafka Streams topology. */
@NullMarked
package io.farmsync.query.topology;

import org.jspecify.annotations.NullMarked;
