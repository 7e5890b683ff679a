package io.farmsync.sync.client;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A system that may call us, such as one Nextcloud.
 *
 * @param id how administrators address it
 * @param clientId how it names itself in signatures and tokens
 * @param tenant whose farms it works on
 * @param scope read, write or admin; several separated by a space
 * @param requiresApiKey whether a token needs an API key besides the signature
 * @param previousExpiresAt until when the secret before the current one is accepted too
 */
public record IntegrationClient(
    UUID id,
    String name,
    String clientId,
    String tenant,
    String scope,
    boolean active,
    boolean requiresApiKey,
    @Nullable Instant rotatedAt,
    @Nullable Instant previousExpiresAt,
    Instant createdAt,
    Instant updatedAt) {}
