package io.farmsync.query.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * How long reads took, in the series that all requests have ({@code http.server.requests}). Names
 * and labels come from the convention that observes the others; they are asked for once a series.
 */
final class ReadTimes {

  private static final DefaultServerRequestObservationConvention CONVENTION =
      new DefaultServerRequestObservationConvention();

  private final MeterRegistry meters;
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>(); // routes x statuses

  private record Series(String pattern, int status, @Nullable Class<?> failure) {}

  ReadTimes(MeterRegistry meters) {
    this.meters = meters;
  }

  void record(
      long nanos,
      ReadHandler handler,
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Exception failure) {
    var series =
        new Series(
            handler.pattern(), response.getStatus(), failure == null ? null : failure.getClass());
    var timer = timers.get(series);
    if (timer == null) {
      timer = timer(handler, request, response, failure);
      timers.put(series, timer);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(
      ReadHandler handler,
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Exception failure) {
    var context = new ServerRequestObservationContext(request, response);
    context.setPathPattern(handler.pattern());
    if (failure != null) {
      context.setError(failure);
    }
    var tags =
        Tags.of("error", failure == null ? "none" : failure.getClass().getSimpleName())
            .and(
                CONVENTION.getLowCardinalityKeyValues(context).stream()
                    .map(label -> Tag.of(label.getKey(), label.getValue()))
                    .toList());
    return meters.timer(CONVENTION.getName(), tags);
  }
}
