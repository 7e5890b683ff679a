package io.farmsync.weather.provider.nasapower;

import io.farmsync.weather.upstream.UpstreamSettings;
import java.net.URI;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * NASA POWER.
 *
 * @param baseUrl the host, or another server that speaks the same
 * @param timeZone whose midnight is the time of a current value
 * @param batchSize places the worker takes at once; each is a call of its own
 * @param parallel calls at the same time; more is faster and less polite
 * @param pastDays how far back the daily values reach, today included
 */
@ConfigurationProperties("weather.nasa-power")
public record NasaPowerProperties(
    URI baseUrl,
    ZoneId timeZone,
    @DefaultValue("20") int batchSize,
    @DefaultValue("3") int parallel,
    @DefaultValue("16") int pastDays,
    UpstreamSettings upstream) {

  public NasaPowerProperties {
    requirePositive("batch-size", batchSize);
    requirePositive("parallel", parallel);
    requirePositive("past-days", pastDays);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
