package io.farmsync.sync.farm.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How farm commands are taken.
 *
 * @param strictIdempotency answer 409 when a key comes back with another request; by default it is
 *     answered as the first one was, which is what existing clients expect
 */
@ConfigurationProperties("farm-sync.commands")
public record CommandProperties(@DefaultValue("false") boolean strictIdempotency) {}
