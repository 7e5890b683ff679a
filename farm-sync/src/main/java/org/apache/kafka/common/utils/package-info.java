/** A class of Kafka's under the name that Debezium knows. */
@NullMarked
package org.apache.kafka.common.utils;

import org.jspecify.annotations.NullMarked;
