package io.farmsync.query.weather.http;

import io.farmsync.query.weather.MissingWeather.Reader;
import io.farmsync.query.weather.Preference;
import io.farmsync.schemas.WeatherCell;
import java.time.ZoneId;

/**
 * Where weather is asked for, and how it shall be told.
 *
 * @param farm true if a farm lies there, which keeps the cell warm
 * @param endpoint for the metrics
 */
record Place(
    WeatherCell cell,
    boolean farm,
    ZoneId zone,
    Preference preference,
    Reader reader,
    String endpoint) {}
