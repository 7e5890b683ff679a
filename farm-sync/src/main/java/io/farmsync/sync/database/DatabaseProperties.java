package io.farmsync.sync.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach PostgreSQL.
 *
 * @param relayUsername a role with replication that reads the events; the service's own if blank
 * @param poolSize connections. Farm commands share {@code farmWriters} of them, the others are for
 *     batches, signatures and administration; far more only queue inside PostgreSQL
 * @param farmWriters transactions that write farms at the same time; each holds a connection. More
 *     of them write smaller groups and take more processor time
 * @param largestGroup farm commands that share one transaction at the most
 * @param connectTimeout how long a request waits for a connection before it is told to come again
 * @param statementTimeout after which PostgreSQL gives up a statement; longer hides a stuck one
 * @param lockTimeout how long a command waits for another one on the same farm
 */
@ConfigurationProperties("farm-sync.database")
public record DatabaseProperties(
    @DefaultValue("") String url,
    @DefaultValue("farm") String username,
    @DefaultValue("") String password,
    @DefaultValue("") String relayUsername,
    @DefaultValue("") String relayPassword,
    @DefaultValue("16") int poolSize,
    @DefaultValue("2") int farmWriters,
    @DefaultValue("64") int largestGroup,
    @DefaultValue("2s") Duration connectTimeout,
    @DefaultValue("5s") Duration statementTimeout,
    @DefaultValue("3s") Duration lockTimeout) {

  public DatabaseProperties {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "farm-sync.database.url (FARM_SYNC_DATABASE_URL): \""
              + url
              + "\" (expected: a form such as jdbc:postgresql://host:5432/farm)");
    }
    if (poolSize < 2) {
      throw new IllegalArgumentException(
          "farm-sync.database.pool-size: " + poolSize + " (expected: >= 2)");
    }
    if (farmWriters < 1 || farmWriters >= poolSize || largestGroup < 1) {
      throw new IllegalArgumentException(
          "farm-sync.database: farm-writers "
              + farmWriters
              + " (expected: from 1 to less than pool-size, "
              + poolSize
              + "), largest-group "
              + largestGroup
              + " (expected: >= 1)");
    }
    if (lockTimeout.compareTo(statementTimeout) >= 0) {
      throw new IllegalArgumentException(
          "farm-sync.database.lock-timeout: "
              + lockTimeout
              + " (expected: < statement-timeout, "
              + statementTimeout
              + ")");
    }
  }

  /** As whom to log in. */
  public record Login(String username, String password) {}

  /** The relay's login. */
  public Login relay() {
    return relayUsername.isBlank()
        ? new Login(username, password)
        : new Login(relayUsername, relayPassword);
  }

  @Override
  public String toString() {
    return url + " as " + username; // the password stays out of logs
  }
}
