package io.farmsync.platform.upstream;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question to an upstream.
 *
 * @param body JSON to POST; without it the question is a GET
 * @param range bytes of the file that are wanted
 * @param mostBytes bound on the body of a 200; a 206 may not exceed its range
 * @param purpose what is asked for, as metrics call it; of few values
 * @param cost what one attempt counts against a quota; of most questions 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Ask(
    URI link,
    byte @Nullable [] body,
    Optional<Range> range,
    int mostBytes,
    String purpose,
    int cost) {
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
    return new Ask(link, null, Optional.empty(), mostBytes, "json", 1);
  }

  public static Ask posting(URI link, byte[] json, int mostBytes) {
    return new Ask(link, json, Optional.empty(), mostBytes, "json", 1);
  }

  /**
   * @param mostBytes what a server that ignores ranges may send as the whole file
   */
  public static Ask range(URI link, long offset, int length, int mostBytes) {
    return new Ask(link, null, Optional.of(new Range(offset, length)), mostBytes, "file", 1);
  }

  /** The same question under a metrics name and a cost of its own. */
  public Ask counted(String asPurpose, int atCost) {
    return new Ask(link, body, range, mostBytes, asPurpose, atCost);
  }

  Ask at(URI other) {
    return new Ask(other, body, range, mostBytes, purpose, cost);
  }

  HttpRequest request() {
    var request =
        HttpRequest.newBuilder(link)
            .header("User-Agent", "farm-sync")
            .header("Accept", range.isPresent() ? "*/*" : "application/geo+json, application/json");
    range.ifPresent(bytes ->
        request.header(
            "Range", "bytes=" + bytes.offset() + '-' + (bytes.offset() + bytes.length() - 1)));
    if (body == null) {
      return request.GET().build();
    }
    return request
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  int mostBytesOf(int status) {
    return status == 206 ? range.map(Range::length).orElse(mostBytes) : mostBytes;
  }
}
