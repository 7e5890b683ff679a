package io.farmsync.query.instances;

/** Where an instance answers the others. */
public record Address(String host, int port) {

  /**
   * Reads {@code host:port}; an IPv6 host stands in brackets.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon > 0 && text.substring(colon + 1).matches("[0-9]{1,5}")) {
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
