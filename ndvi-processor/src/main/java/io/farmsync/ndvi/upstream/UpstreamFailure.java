package io.farmsync.ndvi.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Why an upstream gave no usable answer. The kind decides what follows. */
public final class UpstreamFailure extends RuntimeException {
  /** What went wrong, and whether asking again may help. */
  public enum Kind {
    /** 401 or 403. */
    AUTH_FAILED(false),
    /** An HTML page where data was expected: a firewall or a captive portal answers. */
    WAF_BLOCKED(false),
    /** 400 or 422: the question is wrong. */
    INVALID_REQUEST(false),
    /** 404 or 410. */
    NOT_FOUND(false),
    /** 429. */
    THROTTLED(true),
    /** 5xx, or an answer that breaks off. */
    SERVER_ERROR(true),
    /**
     * A broken connection, no answer in time, or a breaker that is open because of failures before.
     */
    UNREACHABLE(true),
    /**
     * A host that is not on the list, a link that is not HTTP, or too many redirects: nothing was
     * sent.
     */
    REFUSED(false),
    /** The answer breaks the protocol or exceeds the bound on its size. */
    BAD_ANSWER(false);

    private final boolean retryable;

    Kind(boolean retryable) {
      this.retryable = retryable;
    }

    public boolean retryable() {
      return retryable;
    }
  }

  private final Kind kind;
  private final String host;
  private final Optional<Duration> retryAfter;
  private final Optional<Instant> lastAnswer;

  public UpstreamFailure(Kind kind, String host, String message) {
    this(kind, host, message, Optional.empty(), Optional.empty(), null);
  }

  UpstreamFailure(
      Kind kind,
      String host,
      String message,
      Optional<Duration> retryAfter,
      Optional<Instant> lastAnswer,
      @org.jspecify.annotations.Nullable Throwable cause) {
    super(host + ": " + message, cause);
    this.kind = kind;
    this.host = host;
    this.retryAfter = retryAfter;
    this.lastAnswer = lastAnswer;
  }

  public Kind kind() {
    return kind;
  }

  /** Host, with the port where it is not the scheme's own. */
  public String host() {
    return host;
  }

  /** How long the upstream asked us to wait. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /**
   * When the host last answered anything, good or bad; empty when it never did, or when it was not
   * asked at all because its breaker is open.
   */
  public Optional<Instant> lastAnswer() {
    return lastAnswer;
  }
}
