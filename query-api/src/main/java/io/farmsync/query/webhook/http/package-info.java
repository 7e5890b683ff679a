/** Registering webhooks over HTTP. */
@NullMarked
package io.farmsync.query.webhook.http;

import org.jspecify.annotations.NullMarked;
