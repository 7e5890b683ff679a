package io.farmsync.sync.relay.debezium;

import java.net.URI;
import java.time.Duration;
import java.util.Properties;

/**
 * What the engine is told. Each value that differs from Debezium's default is there for a reason.
 *
 * @param url JDBC URL of one server
 */
record EngineSettings(
    String url,
    String username,
    String password,
    String slot,
    String publication,
    Duration pollInterval,
    int maxBatchSize,
    int maxQueueSize) {
  static final String PREFIX = "farm-relay";
  private static final String JDBC = "jdbc:";

  EngineSettings {
    URI address = URI.create(url.substring(JDBC.length()));
    if (address.getHost() == null || address.getPath().length() < 2) {
      throw new IllegalArgumentException(
          "farm-sync.database.url: \"%s\" (expected: jdbc:postgresql://host:port/database, one host)"
              .formatted(url));
    }
  }

  /** JSON of the position to start from goes in as a value of its own. */
  Properties startingAt(String offset) {
    var properties = new Properties();
    properties.setProperty("name", PREFIX);
    properties.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    properties.setProperty("topic.prefix", PREFIX);
    connection(properties);
    replication(properties);
    position(properties, offset);
    flow(properties);
    return properties;
  }

  private void connection(Properties properties) {
    URI address = URI.create(url.substring(JDBC.length()));
    properties.setProperty("database.hostname", address.getHost());
    properties.setProperty(
        "database.port", Integer.toString(address.getPort() == -1 ? 5432 : address.getPort()));
    properties.setProperty("database.dbname", address.getPath().substring(1));
    if (address.getQuery() != null) {
      for (String parameter : address.getQuery().split("&", -1)) {
        int equals = parameter.indexOf('=');
        if (equals > 0) {
          properties.setProperty(
              "driver." + parameter.substring(0, equals), parameter.substring(equals + 1));
        }
      }
    }
    properties.setProperty("database.user", username);
    properties.setProperty("database.password", password);
    properties.setProperty("driver.connectTimeout", "5");
  }

  private void replication(Properties properties) {
    properties.setProperty("plugin.name", "pgoutput");
    properties.setProperty("slot.name", slot);
    properties.setProperty("publication.name", publication);
    // Both are made before the engine starts: one that makes them itself starts too late.
    properties.setProperty("publication.autocreate.mode", "disabled");
    properties.setProperty("snapshot.mode", "no_data");
    properties.setProperty("slot.drop.on.stop", "false");
    properties.setProperty("slot.max.retries", "6");
    properties.setProperty("slot.retry.delay.ms", "500");
    properties.setProperty(
        "table.include.list", "public.farm_event,public.credential_event,public.relay_heartbeat");
    // A truncated event store must stop the relay, not pass unseen.
    properties.setProperty("skipped.operations", "none");
    properties.setProperty("provide.transaction.metadata", "true");
    properties.setProperty("tombstones.on.delete", "false");
    properties.setProperty("heartbeat.interval.ms", "0");
    // Shorter than any wal_sender_timeout, so that a blocked reader does not look dead.
    properties.setProperty("status.update.interval.ms", "2000");
    // The driver would confirm what it has received, relayed or not.
    properties.setProperty("lsn.flush.mode", "connector");
    properties.setProperty("offset.mismatch.strategy", "no_validation");
  }

  private static void position(Properties properties, String offset) {
    properties.setProperty("offset.storage", EngineOffsetStore.class.getName());
    properties.setProperty(EngineOffsetStore.START, offset);
    properties.setProperty("offset.flush.interval.ms", "0");
  }

  private void flow(Properties properties) {
    properties.setProperty("poll.interval.ms", Long.toString(pollInterval.toMillis()));
    properties.setProperty("max.batch.size", Integer.toString(maxBatchSize));
    properties.setProperty("max.queue.size", Integer.toString(maxQueueSize));
    properties.setProperty("max.queue.size.in.bytes", "67108864");
    // A retry inside the engine would repeat rows into the open Kafka transaction.
    properties.setProperty("errors.max.retries", "0");
    properties.setProperty("record.processing.threads", "1");
    properties.setProperty("record.processing.shutdown.timeout.ms", "500");
    properties.setProperty("task.management.timeout.ms", "10000");
  }
}
