package io.farmsync.sync.client;

/** A request that must be signed; handlers of such routes take it as an argument. */
@FunctionalInterface
public interface SignedRequest {

  /**
   * The client that signed the request. Consumes its nonce, so it is called once; a request that is
   * not properly signed is answered with its refusal from within.
   */
  IntegrationClient verify();
}
