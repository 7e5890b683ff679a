package io.farmsync.query.instances;

/** Where an instance answers the others. */
public record Address(String host, int port) {

  private static final String SCHEME = "http://";

  /**
   * Reads {@code host:port}, or that as an address of the web; an IPv6 host stands in brackets.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Address parse(String given) {
    String text = given.startsWith(SCHEME) ? given.substring(SCHEME.length()) : given;
    int colon = text.lastIndexOf(':');
    if (colon > 0 && !text.contains("/") && text.substring(colon + 1).matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port >= 1 && port <= 65_535) {
        return new Address(text.substring(0, colon), port);
      }
    }
    throw new IllegalArgumentException(
        "query.instances.address: '" + text + "' (expected: host:port, as other instances see it)");
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
