package io.farmsync.platform.upstream;

import java.util.Optional;

/**
 * A body with status 200 or 206.
 *
 * @param fileLength the whole file's, where a 206 tells it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, byte[] body, Optional<Long> fileLength) {
  public boolean isWhole() {
    return status == 200;
  }
}
