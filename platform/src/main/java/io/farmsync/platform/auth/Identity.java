package io.farmsync.platform.auth;

import java.util.Set;

/**
 * A caller whose credentials were verified. Handlers take it as an argument; the tenant in it is
 * the only filter of what a caller sees.
 *
 * @param subject the token's subject or the API key's user
 * @param credentialId client id, or API key id; what the caller is throttled by
 * @param scopeText the scopes as the credential words them
 */
public record Identity(
    Kind kind,
    String subject,
    String credentialId,
    String tenant,
    Set<Scope> scopes,
    String scopeText) {

  /** What the caller showed. */
  public enum Kind {
    TOKEN,
    API_KEY,
    ADMINISTRATOR
  }

  public boolean may(Scope needed) {
    return needed.isIncludedIn(scopes);
  }
}
