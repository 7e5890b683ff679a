package io.farmsync.embedded;

import org.jspecify.annotations.Nullable;

/** A broker or database that could not start; the message says which, why and what to do next. */
public final class EmbeddedStartException extends RuntimeException {
  EmbeddedStartException(String message) {
    super(message);
  }

  EmbeddedStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
