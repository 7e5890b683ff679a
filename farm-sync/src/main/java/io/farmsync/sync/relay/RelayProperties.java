package io.farmsync.sync.relay;

import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the relay.
 *
 * @param enabled false for an instance that only answers HTTP
 * @param slot name of the replication slot; also what instances elect their leader by
 * @param publication name of the publication the migrations made
 * @param pollInterval the floor of the delay between commit and publication: 5 ms costs a fifth of
 *     a core while idle and delays by 13 ms, 10 ms half of that and 20 ms
 * @param maxBatchSize rows per batch; larger drains a backlog faster and holds more in memory
 * @param maxQueueSize rows read ahead of the batch
 * @param heartbeatInterval how often the position moves on while no farm changes; longer lets the
 *     slot hold back more log
 * @param measureInterval how often the slot's lag is read
 * @param firstPause before the first attempt after a failure; doubles with each further one
 * @param longestPause the limit of that
 */
@ConfigurationProperties("farm-sync.relay")
public record RelayProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("farm_relay") String slot,
    @DefaultValue("farm_relay") String publication,
    @DefaultValue("5ms") Duration pollInterval,
    @DefaultValue("2048") int maxBatchSize,
    @DefaultValue("8192") int maxQueueSize,
    @DefaultValue("30s") Duration heartbeatInterval,
    @DefaultValue("10s") Duration measureInterval,
    @DefaultValue("100ms") Duration firstPause,
    @DefaultValue("1s") Duration longestPause) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  public RelayProperties {
    requireName("slot", slot);
    requireName("publication", publication);
    requirePositive("poll-interval", pollInterval);
    requirePositive("heartbeat-interval", heartbeatInterval);
    requirePositive("measure-interval", measureInterval);
    requirePositive("first-pause", firstPause);
    if (longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "farm-sync.relay.longest-pause: %s (expected: >= first-pause, %s)"
              .formatted(longestPause, firstPause));
    }
    if (maxBatchSize < 1 || maxQueueSize <= maxBatchSize) {
      throw new IllegalArgumentException(
          "farm-sync.relay.max-queue-size: %d (expected: > max-batch-size, %d, which is at least 1)"
              .formatted(maxQueueSize, maxBatchSize));
    }
  }

  private static void requireName(String setting, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "farm-sync.relay.%s: \"%s\" (expected: %s)".formatted(setting, value, NAME));
    }
  }

  private static void requirePositive(String setting, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(
          "farm-sync.relay.%s: %s (expected: 1 ms or more)".formatted(setting, value));
    }
  }
}
