package io.farmsync.sync.token;

import java.time.Instant;

/**
 * What a token says.
 *
 * @param id unique, 32 hex digits
 * @param subject who the token speaks for; the client itself
 * @param clientId the verified client, by which its calls are counted and revoked
 */
public record TokenClaims(
    String id,
    String issuer,
    String audience,
    String subject,
    String clientId,
    String tenant,
    String scope,
    Instant issuedAt,
    Instant expiresAt) {}
