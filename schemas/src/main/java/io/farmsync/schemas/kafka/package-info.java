/** How the values of the topics become bytes and back, and which headers every record carries. */
@NullMarked
package io.farmsync.schemas.kafka;

import org.jspecify.annotations.NullMarked;
