package io.farmsync.sync.client;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as far as a signature covers it.
 *
 * @param method upper case
 * @param allowedMethods what the route answers to, for a hint when another one was signed
 * @param path as it was sent, still percent-encoded
 * @param query as it was sent, null without one
 * @param bodySha256 of the body that was sent, lower-case hex
 */
public record SignedMessage(
    String method,
    Set<String> allowedMethods,
    String path,
    @Nullable String query,
    String bodySha256,
    SignatureHeaders headers) {}
