package io.farmsync.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Where the platform listens. */
record Ports(int http, int kafka, int postgres) {

  private static final int HTTP = 8080;
  private static final int KAFKA = 9092;
  private static final int POSTGRES = 5433;

  /**
   * The ports that {@code FARM_PORT}, {@code FARM_KAFKA_PORT} and {@code FARM_POSTGRES_PORT} name.
   * Kafka and PostgreSQL move to a free port where their usual one is taken and none was named.
   *
   * @throws FarmException if the HTTP port or a named one is taken or no port
   */
  static Ports ofEnvironment() {
    int http = named("FARM_PORT", HTTP);
    if (http != 0 && !isFree(http)) {
      throw new FarmException(
          "Port " + http + " is in use. Stop what listens there, or set FARM_PORT to another.");
    }
    return new Ports(http, usual("FARM_KAFKA_PORT", KAFKA), usual("FARM_POSTGRES_PORT", POSTGRES));
  }

  private static int usual(String variable, int port) {
    return System.getenv(variable) != null ? named(variable, port) : isFree(port) ? port : 0;
  }

  private static int named(String variable, int port) {
    String text = System.getenv(variable);
    if (text == null || text.isBlank()) {
      return port;
    }
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= 0 && value <= 65535) {
        return value;
      }
    } catch (NumberFormatException e) {
      // refused below, with the same words as a number out of range
    }
    throw new FarmException(variable + ": " + text + " (expected: a port number from 0 to 65535)");
  }

  private static boolean isFree(int port) {
    return canListen(new InetSocketAddress(port))
        && canListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static boolean canListen(InetSocketAddress address) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
