package io.farmsync.platform.upstream;

import io.farmsync.platform.upstream.UpstreamFailure.Kind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request and its whole answer, within a deadline and a bound. */
final class Exchange {
  /** Of an answer that is no data: enough to say why. */
  private static final int MOST_OF_AN_ERROR = 8 * 1024;

  private Exchange() {}

  /**
   * @throws UpstreamFailure if there is no whole answer
   */
  static Received of(HttpClient http, Ask ask, Host host, Duration timeout, Clock clock)
      throws InterruptedException {
    var answered = new AtomicBoolean();
    var exchange =
        http.sendAsync(
            ask.request(),
            head -> {
              answered.set(true);
              host.answered(clock.instant());
              return head.statusCode() == 200 || head.statusCode() == 206
                  ? BoundedBody.whole(ask.mostBytesOf(head.statusCode()))
                  : BoundedBody.beginning(MOST_OF_AN_ERROR);
            });
    try {
      // A timeout of the request's own would end with the headers; this one covers the body.
      HttpResponse<byte[]> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Received(response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException late) {
      exchange.cancel(true);
      throw incomplete(Kind.TIMED_OUT, host, "no complete answer within " + timeout, late);
    } catch (InterruptedException stopped) {
      exchange.cancel(true);
      throw stopped;
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      if (causedByTooLong(cause)) {
        throw new UpstreamFailure(
            Kind.BAD_ANSWER, host.name(), "body is longer than " + ask.mostBytes() + " bytes");
      }
      if (cause instanceof IOException) {
        throw incomplete(
            Kind.UNREACHABLE,
            host,
            (answered.get() ? "answer breaks off: " : "cannot be reached: ") + cause,
            cause);
      }
      throw new IllegalStateException("asking " + ask.link(), cause);
    }
  }

  private static boolean causedByTooLong(@org.jspecify.annotations.Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BoundedBody.TooLong) {
        return true;
      }
    }
    return false;
  }

  private static UpstreamFailure incomplete(Kind kind, Host host, String message, Throwable cause) {
    return UpstreamFailure.incomplete(kind, host.name(), message, host.lastAnswer(), cause);
  }
}
