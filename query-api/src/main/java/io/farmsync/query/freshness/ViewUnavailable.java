package io.farmsync.query.freshness;

/** A view cannot answer now: it starts, is being restored, or moves. The same read works later. */
public final class ViewUnavailable extends RuntimeException {

  public ViewUnavailable(String reason) {
    super(reason);
  }

  public ViewUnavailable(String reason, Throwable cause) {
    super(reason, cause);
  }
}
