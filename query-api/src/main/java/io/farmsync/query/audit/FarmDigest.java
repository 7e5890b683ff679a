package io.farmsync.query.audit;

import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.kafka.WireJson;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is remembered of a farm's state. It is made of the state as this process writes it, so that
 * records which another version of a service wrote in another form give the same.
 *
 * @param content first eight bytes of the state's SHA-256
 */
record FarmDigest(long version, long content) {

  static FarmDigest of(FarmState state) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(WireJson.mapper().writeValueAsBytes(state));
      return new FarmDigest(state.version(), ByteBuffer.wrap(sum).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
