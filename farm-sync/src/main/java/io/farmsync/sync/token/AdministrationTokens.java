package io.farmsync.sync.token;

import java.time.Duration;

/**
 * Mints tokens that open the administration of clients and keys. There is no route that gives them
 * away: whoever runs the service on its own machine may mint one.
 */
public final class AdministrationTokens {

  private static final String ADMINISTRATOR = "administrator";

  private final Tokens tokens;
  private final String audience;

  /**
   * @param audience what administration routes accept, and no integration token has
   */
  public AdministrationTokens(Tokens tokens, String audience) {
    this.tokens = tokens;
    this.audience = audience;
  }

  /** A token for the lifetime, counted in whole seconds from now. */
  public String mint(Duration lifetime) {
    return tokens.mint(
        new Tokens.Bearer(ADMINISTRATOR, "administration", "admin", audience), lifetime);
  }
}
