package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.relay.RelayException;
import io.farmsync.sync.relay.RelayException.Failure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Connections of the relay's own: its sessions carry locks and replication commands, which a pool
 * must not hand on.
 */
final class Sessions {
  private final String url;
  private final String username;
  private final String password;

  Sessions(String url, String username, String password) {
    this.url = url;
    this.username = username;
    this.password = password;
  }

  /** An ordinary session. */
  Connection open() throws SQLException {
    return DriverManager.getConnection(url, properties());
  }

  /** A session that understands replication commands, and simple queries only. */
  Connection openForReplication() throws SQLException {
    Properties properties = properties();
    properties.setProperty("replication", "database");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "16");
    return DriverManager.getConnection(url, properties);
  }

  private Properties properties() {
    var properties = new Properties();
    properties.setProperty("user", username);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "farm-relay");
    properties.setProperty("connectTimeout", "5");
    // A server that vanished without a word is noticed; creating a slot waits for the oldest
    // transaction, which the service limits to seconds.
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }

  /** What runs in one session. */
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /**
   * Runs the work in a session of its own.
   *
   * @throws RelayException of kind DATABASE naming what failed
   */
  <T> T run(String what, Work<T> work) {
    try (Connection connection = open()) {
      return work.in(connection);
    } catch (SQLException failure) {
      throw broken(what, failure);
    }
  }

  static RelayException broken(String what, SQLException failure) {
    return new RelayException(Failure.DATABASE, "PostgreSQL: " + what + " failed", failure);
  }
}
