package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * NDVI of a farm as a client measured it itself, with a drone or a hand-held sensor; value of topic
 * {@code ndvi-samples}. Of the samples of one day (UTC) the one of the higher farm version counts,
 * then the one received later.
 *
 * @param farmVersion the farm's when the sample came
 * @param sampledAt when it was measured, in the client's words
 * @param mean dimensionless, 0 to 1, as are the others; min ≤ mean ≤ max
 * @param source what measured it, in the client's words; {@code sample} if it does not say
 * @param geometry where it was measured, if the client says so
 */
public record NdviSample(
    UUID externalFarmId,
    String tenant,
    long farmVersion,
    Instant sampledAt,
    double mean,
    double min,
    double max,
    String source,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Geometry geometry,
    Instant receivedAt) {}
