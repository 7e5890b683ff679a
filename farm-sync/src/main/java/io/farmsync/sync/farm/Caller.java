package io.farmsync.sync.farm;

/**
 * On whose behalf a farm changes.
 *
 * @param clientId the verified client, or the API key, that sent the command
 */
public record Caller(String tenant, String clientId) {}
