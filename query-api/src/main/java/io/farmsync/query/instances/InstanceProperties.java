package io.farmsync.query.instances;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * This instance among others.
 *
 * @param address {@code host:port} as the others reach this one; blank if there are no others
 * @param secret what instances show each other; the same on all, at least 32 characters
 * @param standbys copies of each store beside the serving one
 * @param sessionTimeout silence after which an instance counts as dead and its work goes to others.
 *     Shorter hands work over sooner after a kill, and more often for nothing, as after a long
 *     pause of the machine. Reads do not wait for it: copies answer at once
 * @param heartbeat how often an instance says that it lives; each step of a hand-over takes one
 * @param acceptableLag an instance takes work over once its copy lacks at most so many records of
 *     each store. More moves work sooner, and lets reads wait while the rest is restored
 * @param warmups copies that newcomers make at once, beyond the standbys
 * @param lookEvery how often it is looked whether a newcomer has its copies; Kafka allows no less
 *     than a minute
 * @param deadline for all that one read asks of others; what is not answered by then is 503
 * @param measureEvery how often it is measured how far the views are
 */
@ConfigurationProperties("query.instances")
public record InstanceProperties(
    @DefaultValue("") String address,
    @DefaultValue("") String secret,
    @DefaultValue("1") int standbys,
    @DefaultValue("6s") Duration sessionTimeout,
    @DefaultValue("500ms") Duration heartbeat,
    @DefaultValue("10") long acceptableLag,
    @DefaultValue("12") int warmups,
    @DefaultValue("1m") Duration lookEvery,
    @DefaultValue("1s") Duration deadline,
    @DefaultValue("500ms") Duration measureEvery) {

  private static final int SHORTEST_SECRET = 32;

  public InstanceProperties {
    if (!address.isBlank() && secret.length() < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "query.instances.secret: "
              + secret.length()
              + " characters (expected: at least "
              + SHORTEST_SECRET
              + ", the same on every instance, as query.instances.address is set)");
    }
    if (standbys < 0 || standbys > 2) {
      throw new IllegalArgumentException(
          "query.instances.standbys: " + standbys + " (expected: 0 to 2)");
    }
    if (heartbeat.multipliedBy(3).compareTo(sessionTimeout) > 0) {
      throw new IllegalArgumentException(
          "query.instances.heartbeat: "
              + heartbeat
              + " (expected: at most a third of session-timeout, "
              + sessionTimeout
              + ")");
    }
    if (acceptableLag < 0 || warmups < 1 || lookEvery.toSeconds() < 60) {
      throw new IllegalArgumentException(
          "query.instances: acceptable-lag "
              + acceptableLag
              + ", warmups "
              + warmups
              + ", look-every "
              + lookEvery
              + " (expected: at least 0, 1 and 1m)");
    }
    if (deadline.isNegative() || deadline.isZero() || measureEvery.toMillis() < 10) {
      throw new IllegalArgumentException(
          "query.instances: deadline "
              + deadline
              + ", measure-every "
              + measureEvery
              + " (expected: more than 0, at least 10ms)");
    }
  }

  /** Where the others reach this instance; empty if it is the only one. */
  public Optional<Address> own() {
    return address.isBlank() ? Optional.empty() : Optional.of(Address.parse(address.strip()));
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "InstanceProperties[address=" + address + "]";
  }
}
