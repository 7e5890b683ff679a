package io.farmsync.platform.upstream;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Why an upstream gave no usable answer. The kind decides what follows. */
public final class UpstreamFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, and whether asking again may help. */
  public enum Kind {
    /** 401 or 403. */
    AUTH_FAILED(false),
    /** An HTML page where data was expected: a firewall or a captive portal answers. */
    WAF_BLOCKED(false),
    /** 400, 414 or 422: the question is wrong. */
    INVALID_REQUEST(false),
    /** 404 or 410. */
    NOT_FOUND(false),
    /** 429. */
    THROTTLED(true),
    /** 5xx. */
    SERVER_ERROR(true),
    /** No connection, or it broke, perhaps in the middle of an answer. */
    UNREACHABLE(true),
    /** No whole answer in time. */
    TIMED_OUT(true),
    /** Not asked: an open breaker, the host's own wish, or our quota. Only later helps. */
    LEFT_ALONE(true),
    /**
     * A host that is not on the list, a link that is not HTTP, or too many redirects: nothing was
     * sent.
     */
    REFUSED(false),
    /** The answer breaks the protocol, exceeds the bound on its size, or is not what was asked. */
    BAD_ANSWER(false);

    private final boolean retryable;

    Kind(boolean retryable) {
      this.retryable = retryable;
    }

    /** True if the same question may be answered later. */
    public boolean retryable() {
      return retryable;
    }
  }

  private final Kind kind;
  private final String host;
  private final int status;
  private final @Nullable Instant retryAt;
  private final @Nullable Instant lastAnswer;

  public UpstreamFailure(Kind kind, String host, String message) {
    this(kind, host, message, null);
  }

  public UpstreamFailure(Kind kind, String host, String message, @Nullable Throwable cause) {
    this(kind, host, message, 0, null, null, cause);
  }

  private UpstreamFailure(
      Kind kind,
      String host,
      String message,
      int status,
      @Nullable Instant retryAt,
      @Nullable Instant lastAnswer,
      @Nullable Throwable cause) {
    super(host + ": " + message, cause);
    this.kind = kind;
    this.host = host;
    this.status = status;
    this.retryAt = retryAt;
    this.lastAnswer = lastAnswer;
  }

  /** Nothing was sent, and nothing will be before an instant. */
  public static UpstreamFailure leftAlone(String host, String message, Instant until) {
    return new UpstreamFailure(Kind.LEFT_ALONE, host, message, 0, until, null, null);
  }

  static UpstreamFailure ofStatus(
      Kind kind, String host, String message, int status, Optional<Instant> retryAt, Instant now) {
    return new UpstreamFailure(kind, host, message, status, retryAt.orElse(null), now, null);
  }

  static UpstreamFailure incomplete(
      Kind kind, String host, String message, Optional<Instant> lastAnswer, Throwable cause) {
    return new UpstreamFailure(kind, host, message, 0, null, lastAnswer.orElse(null), cause);
  }

  /** The same, but of no use to ask again before an instant. */
  UpstreamFailure notBefore(Optional<Instant> until) {
    var later =
        new UpstreamFailure(
            kind,
            host,
            String.valueOf(getMessage()).substring(host.length() + 2),
            status,
            until.orElse(retryAt),
            lastAnswer,
            getCause());
    later.setStackTrace(getStackTrace());
    return later;
  }

  public Kind kind() {
    return kind;
  }

  /** Host, with the port where it is not the scheme's own. */
  public String host() {
    return host;
  }

  /** The HTTP status, where there was one. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** Not before this instant, where the upstream, its breaker or our own quota says so. */
  public Optional<Instant> retryAt() {
    return Optional.ofNullable(retryAt);
  }

  /**
   * When the host last answered anything, good or bad; empty when it never did, or when it was not
   * asked at all.
   */
  public Optional<Instant> lastAnswer() {
    return Optional.ofNullable(lastAnswer);
  }
}
