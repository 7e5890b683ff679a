package io.farmsync.platform.upstream;

import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * What came back, whatever its status.
 *
 * @param body whole for 200 and 206, else its beginning
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Received(int status, HttpHeaders headers, byte[] body) {
  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  Answer answer() {
    Optional<Long> length =
        header("content-range")
            .map(text -> text.substring(text.lastIndexOf('/') + 1))
            .filter(text -> text.matches("\\d{1,18}"))
            .map(Long::parseLong);
    return new Answer(status, body, length);
  }
}
