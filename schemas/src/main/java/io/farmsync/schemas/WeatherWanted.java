package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reader misses the weather of a cell; value of topic {@code weather-wanted}, keyed by cell id.
 * The cells topology decides whether anybody is asked.
 *
 * @param days past days that are missed; null is the present weather
 */
public record WeatherWanted(
    String cell,
    double latitude,
    double longitude,
    @JsonInclude(JsonInclude.Include.NON_NULL) WeatherRequest.@Nullable Days days,
    Instant wantedAt) {}
