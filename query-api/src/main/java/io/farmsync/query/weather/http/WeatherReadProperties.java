package io.farmsync.query.weather.http;

import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How farm weather is told.
 *
 * @param zone whose offset timestamps carry, and whose midnight begins a day; the same as the
 *     writer of the reports uses
 */
@ConfigurationProperties("query.weather")
public record WeatherReadProperties(@DefaultValue("Africa/Nairobi") ZoneId zone) {}
