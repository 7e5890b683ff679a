package io.farmsync.weather.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How workers take requests.
 *
 * @param groupPrefix each provider has a consumer group of its own, so that a slow one holds back
 *     nobody else
 * @param gatherAbove more cells than this at once say that more are on their way
 * @param gather how long to wait for them, so that they share a call; a lone cell never waits
 */
@ConfigurationProperties("weather.worker")
record WorkerSettings(
    @DefaultValue("weather-worker") String groupPrefix,
    @DefaultValue("3") int gatherAbove,
    @DefaultValue("1s") Duration gather) {}
