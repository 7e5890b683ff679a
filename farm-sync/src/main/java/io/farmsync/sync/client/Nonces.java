package io.farmsync.sync.client;

import java.time.Instant;

/** Nonces of accepted requests, shared by all instances. */
public interface Nonces {

  /**
   * Consumes a nonce of a client; one atomic step, durable when it returns.
   *
   * @param until when the request could no longer be repeated anyway
   * @return false if it was consumed before
   */
  boolean consume(String clientId, String nonce, Instant until);
}
