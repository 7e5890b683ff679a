package io.farmsync.sync.key;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key without its text, which nobody has but its holder.
 *
 * @param tenant whose farms it opens
 * @param userId who holds it
 * @param lookup first 12 and last 4 characters of its text
 * @param hash of its text under the server's pepper
 * @param scope read, write or admin
 * @param lastUsedAt to a few minutes, and by this service only
 */
public record IssuedKey(
    UUID id,
    String tenant,
    String userId,
    String name,
    String lookup,
    String hash,
    String scope,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt,
    Instant createdAt) {}
