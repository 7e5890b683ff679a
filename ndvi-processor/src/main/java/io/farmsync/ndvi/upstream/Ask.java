package io.farmsync.ndvi.upstream;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question to an upstream.
 *
 * @param body JSON to POST; without it the question is a GET
 * @param range bytes of the file that are wanted
 * @param mostBytes bound on the body of a 200; a 206 may not exceed its range
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Ask(URI link, byte @Nullable [] body, Optional<Range> range, int mostBytes) {
  /**
   * @param length positive
   */
  public record Range(long offset, int length) {
    public Range {
      if (offset < 0 || length <= 0) {
        throw new IllegalArgumentException(
            "range: " + offset + "+" + length + " (expected: >= 0, > 0)");
      }
    }
  }

  public static Ask json(URI link, int mostBytes) {
    return new Ask(link, null, Optional.empty(), mostBytes);
  }

  public static Ask posting(URI link, byte[] json, int mostBytes) {
    return new Ask(link, json, Optional.empty(), mostBytes);
  }

  /**
   * @param mostBytes what a server that ignores ranges may send as the whole file
   */
  public static Ask range(URI link, long offset, int length, int mostBytes) {
    return new Ask(link, null, Optional.of(new Range(offset, length)), mostBytes);
  }

  Ask at(URI other) {
    return new Ask(other, body, range, mostBytes);
  }

  HttpRequest request(Duration timeout) {
    var request = HttpRequest.newBuilder(link).timeout(timeout);
    range.ifPresent(bytes ->
        request.header(
            "Range", "bytes=" + bytes.offset() + '-' + (bytes.offset() + bytes.length() - 1)));
    if (body == null) {
      return request.GET().build();
    }
    return request
        .header("Content-Type", "application/json")
        .header("Accept", "application/geo+json, application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  int mostBytesOf(int status) {
    return status == 206 ? range.map(Range::length).orElse(mostBytes) : mostBytes;
  }
}
