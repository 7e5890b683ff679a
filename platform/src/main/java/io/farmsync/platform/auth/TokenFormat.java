package io.farmsync.platform.auth;

import com.nimbusds.jose.JWSAlgorithm;

/** What issuer and readers of tokens must agree on. */
public final class TokenFormat {

  /** ECDSA on P-256 with SHA-256: small tokens, and readers need only the public half. */
  public static final JWSAlgorithm ALGORITHM = JWSAlgorithm.ES256;

  /** Longest token that is looked at; bounds the work before a signature is checked. */
  public static final int MAX_LENGTH = 4096;

  public static final String ADMINISTRATION_AUDIENCE = "farm-administration";
  public static final String TOKEN_TYPE = "token_type";
  public static final String ACCESS = "access";
  public static final String USER_ID = "user_id";
  public static final String CLIENT_ID = "client_id";
  public static final String TENANT = "tenant";
  public static final String SCOPE = "scope";

  private TokenFormat() {}
}
