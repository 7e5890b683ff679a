package io.farmsync.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on 127.0.0.1. Whether one is free can change before it is used, so callers still retry. */
final class LoopbackPort {
  static final int ANY = 0;

  private LoopbackPort() {}

  /**
   * @param configured a port from 1 to 65535, or 0 for any free one
   * @param setting what the operator calls it, for the message
   * @throws EmbeddedStartException if the configured port is taken
   */
  static int choose(int configured, String setting) {
    if (configured < 0 || configured > 65535) {
      throw new EmbeddedStartException(
          "%s: %d (expected: 0 for any free port, or 1 to 65535)".formatted(setting, configured));
    }
    try (var socket = new ServerSocket()) {
      // Connections of a previous run in TIME_WAIT do not make a port taken.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), configured));
      return socket.getLocalPort();
    } catch (IOException taken) {
      throw new EmbeddedStartException(
          "%s: port %d on 127.0.0.1 is in use: stop what listens there or choose another port"
              .formatted(setting, configured),
          taken);
    }
  }
}
