package io.farmsync.weather;

import io.farmsync.samples.SampleUpstreams;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as a process would run it, in a hurry where it would otherwise wait. */
final class RunningService {

  private RunningService() {}

  static ConfigurableApplicationContext start(
      String name, String bootstrapServers, Path state, SampleUpstreams upstreams, String... more) {
    var arguments =
        List.of(
            "--server.port=0",
            "--farm.kafka.bootstrap-servers=" + bootstrapServers,
            "--farm.kafka.replication=1",
            "--farm.kafka.state-folder=" + state,
            "--weather.topology.application-id=" + name,
            "--weather.worker.group-prefix=" + name,
            "--weather.open-meteo.base-url=" + upstreams.openMeteoUrl(),
            "--weather.nasa-power.base-url=" + upstreams.nasaPowerUrl(),
            "--weather.open-meteo.upstream.timeout=500ms",
            "--weather.open-meteo.upstream.backoff=20ms",
            "--weather.open-meteo.upstream.breaker-pause=300ms",
            "--weather.topology.open-meteo.first-backoff=200ms",
            "--weather.topology.open-meteo.longest-backoff=500ms");
    return new SpringApplicationBuilder(WeatherIngestorApplication.class)
        .run(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
  }
}
