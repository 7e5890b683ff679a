/** Registrations and progress in their topic, and who serves which. */
@NullMarked
package io.farmsync.query.webhook.kafka;

import org.jspecify.annotations.NullMarked;
