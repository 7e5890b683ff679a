package io.farmsync.platform.envelope.http;

import org.springframework.util.unit.DataSize;

/**
 * How large request bodies may be below a path; services declare beans for routes that need more
 * than the standard.
 *
 * @param path prefix of the request path
 */
public record BodyLimit(String path, DataSize size) {}
