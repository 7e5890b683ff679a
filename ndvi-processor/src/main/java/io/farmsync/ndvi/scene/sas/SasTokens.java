package io.farmsync.ndvi.scene.sas;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.farmsync.platform.upstream.Ask;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.platform.upstream.UpstreamFailure.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shared access signatures as Planetary Computer gives them out: {@code GET
 * <base>/<account>/<container>} answers {@code {"token": "…", "msft:expiry": "…"}}. A token serves
 * all files of its container until shortly before it expires; whoever needs one that is being
 * fetched waits for it. Safe for many threads.
 */
public final class SasTokens {
  private static final int MOST_CONTAINERS = 64;
  private static final int MOST_BYTES = 64 << 10;

  /** What a file opened now may still need its link for. */
  private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(5);

  /** The SDK's own asks for no token twice in less. */
  private static final Duration SHORTEST_USE = Duration.ofSeconds(5);

  private record Container(String account, String name) {}

  private record Token(String query, Instant expires) {}

  private final Upstream upstream;
  private final URI base;
  private final Clock clock;
  private final LoadingCache<Container, Token> tokens;

  /**
   * @param base such as {@code https://planetarycomputer.microsoft.com/api/sas/v1/token}
   */
  public SasTokens(Upstream upstream, URI base, Clock clock) {
    this.upstream = upstream;
    this.base = base;
    this.clock = clock;
    this.tokens =
        Caffeine.newBuilder()
            .maximumSize(MOST_CONTAINERS)
            // The common pool may have one thread: waiting there for an entry that is being
            // fetched, it could not carry the answer.
            .executor(Runnable::run)
            .ticker(() -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())
            .expireAfter(Expiry.creating((Container _, Token token) -> usable(token)))
            .build(this::fetch);
  }

  /**
   * The query that signs a link to the file.
   *
   * @param file {@code https://<account>.blob…/<container>/…}
   * @throws UpstreamFailure if no token can be had
   */
  String of(URI file) {
    return tokens.get(container(file)).query();
  }

  /** The same if it needs no question. */
  Optional<String> atHand(URI file) {
    return Optional.ofNullable(tokens.getIfPresent(container(file))).map(Token::query);
  }

  private Duration usable(Token token) {
    Duration left = Duration.between(clock.instant(), token.expires()).minus(BEFORE_EXPIRY);
    return left.compareTo(SHORTEST_USE) < 0 ? SHORTEST_USE : left;
  }

  private Token fetch(Container container) {
    URI link = URI.create(base + "/" + container.account() + "/" + container.name());
    return upstream.ask(Ask.json(link, MOST_BYTES), answer -> read(answer.body()));
  }

  private Token read(byte[] body) {
    try {
      JsonNode answer = JsonMapper.shared().readTree(body);
      String query = answer.path("token").stringValue("");
      if (query.isEmpty() || !URI.create("?" + query).getRawQuery().equals(query)) {
        throw unusable("no token");
      }
      return new Token(
          query, OffsetDateTime.parse(answer.path("msft:expiry").stringValue("")).toInstant());
    } catch (DateTimeParseException | JacksonException | IllegalArgumentException broken) {
      throw unusable(broken.getClass().getSimpleName()); // the message may hold the token
    }
  }

  private UpstreamFailure unusable(String why) {
    return new UpstreamFailure(
        Kind.BAD_ANSWER,
        String.valueOf(base.getHost()),
        "answers with no usable token: " + why + " (expected: token and msft:expiry)");
  }

  private static Container container(URI file) {
    String host = String.valueOf(file.getHost());
    String path = String.valueOf(file.getRawPath());
    int end = path.indexOf('/', 1);
    int dot = host.indexOf('.');
    if (end < 0 || dot < 0) {
      throw new UpstreamFailure(
          Kind.REFUSED, host, "link to a file that wants a signature names no container");
    }
    return new Container(host.substring(0, dot), path.substring(1, end));
  }
}
