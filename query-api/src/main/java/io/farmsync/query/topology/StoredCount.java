package io.farmsync.query.topology;

import java.nio.charset.StandardCharsets;

/** A number as JSON, which is its digits. */
record StoredCount() implements StoredForm<Long> {

  @Override
  public byte[] write(Long value) {
    return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Long read(byte[] stored) {
    return Long.valueOf(new String(stored, StandardCharsets.US_ASCII));
  }
}
