package io.farmsync.schemas;

import java.time.Instant;
import java.util.List;

/**
 * Days of a cell that are over, as one provider tells them; value of topic {@code weather-days},
 * keyed by cell id. The topic keeps everything: a later record of the same day and provider
 * replaces an earlier one for readers, and the earlier one stays.
 *
 * @param timeZone IANA zone whose days these are; NASA POWER's are always UTC's
 * @param days ascending, not empty; one without measures says that the provider has none
 */
public record WeatherDays(
    String cell,
    double latitude,
    double longitude,
    WeatherReport.Provider provider,
    String timeZone,
    Instant fetchedAt,
    List<WeatherReport.Day> days) {}
