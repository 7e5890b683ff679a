package io.farmsync.query.weather.http;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Farm weather. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WeatherReadProperties.class)
@Import(FarmWeatherController.class)
public class WeatherReadConfiguration {}
