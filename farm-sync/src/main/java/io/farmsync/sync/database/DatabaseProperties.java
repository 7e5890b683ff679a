package io.farmsync.sync.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach PostgreSQL.
 *
 * @param poolSize connections. A command holds one for four short statements and a commit, so a few
 *     per core keep the disk busy and share its syncs; far more only queue inside PostgreSQL
 * @param connectTimeout how long a request waits for a connection before it is told to come again
 * @param statementTimeout after which PostgreSQL gives up a statement; longer hides a stuck one
 * @param lockTimeout how long a command waits for another one on the same farm
 */
@ConfigurationProperties("farm-sync.database")
public record DatabaseProperties(
    @DefaultValue("") String url,
    @DefaultValue("farm") String username,
    @DefaultValue("") String password,
    @DefaultValue("16") int poolSize,
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
    if (lockTimeout.compareTo(statementTimeout) >= 0) {
      throw new IllegalArgumentException(
          "farm-sync.database.lock-timeout: "
              + lockTimeout
              + " (expected: < statement-timeout, "
              + statementTimeout
              + ")");
    }
  }

  @Override
  public String toString() {
    return url + " as " + username; // the password stays out of logs
  }
}
