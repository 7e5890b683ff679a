/** Changes sent to those who registered for them, signed by the Standard Webhooks specification. */
@NullMarked
package io.farmsync.query.webhook;

import org.jspecify.annotations.NullMarked;
