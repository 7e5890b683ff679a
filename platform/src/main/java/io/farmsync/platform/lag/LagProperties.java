package io.farmsync.platform.lag;

import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Lag of the cluster's groups as metrics.
 *
 * @param enabled one service of a deployment reports for the whole cluster; a second would report
 *     the same again
 * @param interval shorter shows a growing lag sooner, at about twenty requests to the brokers each
 *     time
 * @param topics which topics are shown; brokers' own topics and the logs behind state stores have
 *     no reader to lag
 */
@ConfigurationProperties("farm.lag")
public record LagProperties(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("5s") Duration interval,
    @DefaultValue("(?!__|.*-changelog$).+") Pattern topics) {

  public LagProperties {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("farm.lag.interval: " + interval + " (expected: >= 1s)");
    }
  }
}
