package io.farmsync.weather.upstream;

/** A body that is not what was asked for. */
public final class UnreadableException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean perhapsOnePart;

  /**
   * @param message what is wrong, with the place in the body
   * @param perhapsOnePart true if asking for fewer places at once may help
   */
  public UnreadableException(String message, boolean perhapsOnePart) {
    super(message);
    this.perhapsOnePart = perhapsOnePart;
  }

  boolean perhapsOnePart() {
    return perhapsOnePart;
  }
}
