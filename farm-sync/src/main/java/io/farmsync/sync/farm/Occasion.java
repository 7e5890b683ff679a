package io.farmsync.sync.farm;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * When and with which names a decision is made; the rules themselves know no clock and no chance.
 *
 * @param eventIds a new id at each call
 * @param freeSlug from the slug a name would have to one that no farm of the caller's tenant has
 */
public record Occasion(Instant at, Supplier<UUID> eventIds, UnaryOperator<String> freeSlug) {}
