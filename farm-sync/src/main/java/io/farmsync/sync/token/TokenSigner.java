package io.farmsync.sync.token;

/** Makes tokens that readers can verify with a published key. */
public interface TokenSigner {

  /** The claims as a signed token. */
  String sign(TokenClaims claims);
}
