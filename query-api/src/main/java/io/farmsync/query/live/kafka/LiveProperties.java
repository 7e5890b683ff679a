package io.farmsync.query.live.kafka;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much listeners may take of an instance.
 *
 * @param listeners at the same time, webhooks included
 * @param waiting changes that wait for one listener; beyond it the listener is too slow
 * @param catchingUp listeners that read what happened before at the same time: a consumer each
 * @param mostCaughtUp records that one of them is read through; beyond it, it is told to read anew
 */
@ConfigurationProperties("query.live")
record LiveProperties(
    @DefaultValue("1000") int listeners,
    @DefaultValue("1000") int waiting,
    @DefaultValue("8") int catchingUp,
    @DefaultValue("1000000") long mostCaughtUp) {

  LiveProperties {
    if (listeners < 1 || waiting < 1 || catchingUp < 1 || mostCaughtUp < 1) {
      throw new IllegalArgumentException(
          "query.live: listeners, waiting, catching-up and most-caught-up must be at least 1");
    }
  }
}
