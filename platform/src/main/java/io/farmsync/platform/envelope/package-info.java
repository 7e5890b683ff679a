/** The shape of every answer: envelope, error table, pages, request id, body limit. */
@NullMarked
package io.farmsync.platform.envelope;

import org.jspecify.annotations.NullMarked;
