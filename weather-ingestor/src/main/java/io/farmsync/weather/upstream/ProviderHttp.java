package io.farmsync.weather.upstream;

import io.farmsync.platform.upstream.AllowedHosts;
import io.farmsync.platform.upstream.Answer;
import io.farmsync.platform.upstream.Ask;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.platform.upstream.UpstreamFailure.Kind;
import io.farmsync.platform.upstream.UpstreamLimits;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * One provider's HTTP service: asked within our quota, and its failures in the words of weather
 * answers. Safe for many threads.
 */
public final class ProviderHttp implements AutoCloseable {

  /** Turns a body into what was asked for. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(byte[] body) throws UnreadableException;
  }

  private static final Duration LONGEST_PAUSE_BETWEEN_TRIES = Duration.ofSeconds(3);
  private static final int AT_ONCE = 16;
  private static final int EXCERPT = 300;

  private final String name;
  private final HttpClient http;
  private final Upstream upstream;
  private final int mostBytes;

  /**
   * @param baseUrl the only host that is asked
   */
  public ProviderHttp(
      String name, URI baseUrl, UpstreamSettings settings, MeterRegistry meters, Clock clock) {
    this.name = name;
    this.mostBytes = Math.toIntExact(settings.maxBody().toBytes());
    var metrics = new UpstreamMetrics(meters, name);
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.upstream =
        new Upstream(
            http,
            new AllowedHosts(List.of(baseUrl), List.of()),
            new UpstreamLimits(
                settings.timeout(),
                settings.tries(),
                settings.backoff(),
                LONGEST_PAUSE_BETWEEN_TRIES,
                AT_ONCE,
                settings.breakerFailures(),
                settings.breakerPause(),
                againstTheProvider()),
            new Quotas(name, settings, metrics, clock),
            metrics,
            clock);
  }

  /** A provider that locks us out or sends nonsense is to be left alone, too. */
  private static Set<Kind> againstTheProvider() {
    var kinds = EnumSet.of(Kind.AUTH_FAILED, Kind.WAF_BLOCKED, Kind.BAD_ANSWER);
    kinds.addAll(UpstreamLimits.HOST_IN_TROUBLE);
    return kinds;
  }

  /**
   * Asks, and reads the answer.
   *
   * @param endpoint what is asked for, for the metrics
   * @param places how much of the quota it costs
   */
  public <T> T get(URI uri, String endpoint, int places, Reader<T> reader)
      throws UpstreamException {
    try {
      return upstream.ask(
          Ask.json(uri, mostBytes).counted(endpoint, places), answer -> read(answer, reader));
    } catch (UpstreamFailure failure) {
      throw UpstreamException.of(name, failure);
    } catch (CancellationException stopped) {
      throw UpstreamException.stopped(name, stopped);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** What is unreadable for one place of many speaks against the question, else the provider. */
  private <T> T read(Answer answer, Reader<T> reader) {
    String beginning = excerpt(answer.body());
    if (beginning.startsWith("<")) { // a firewall's page, under whatever content type
      throw new UpstreamFailure(Kind.WAF_BLOCKED, name, "answered with HTML: " + beginning);
    }
    try {
      return reader.read(answer.body());
    } catch (UnreadableException unreadable) {
      throw new UpstreamFailure(
          unreadable.perhapsOnePart() ? Kind.INVALID_REQUEST : Kind.BAD_ANSWER,
          name,
          String.valueOf(unreadable.getMessage()),
          unreadable);
    }
  }

  private static String excerpt(byte[] body) {
    var text = new String(body, 0, Math.min(body.length, EXCERPT), StandardCharsets.UTF_8);
    return text.strip().replaceAll("\\s+", " ");
  }
}
