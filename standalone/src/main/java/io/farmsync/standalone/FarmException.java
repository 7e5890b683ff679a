package io.farmsync.standalone;

/** Something the operator can put right; the message says what. */
public final class FarmException extends RuntimeException {

  public FarmException(String message) {
    super(message);
  }

  public FarmException(String message, Throwable cause) {
    super(message, cause);
  }
}
