package io.farmsync.ndvi;

import io.farmsync.samples.SampleUpstreams;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service with the patience of a test. */
final class NdviService {
  private NdviService() {}

  static ConfigurableApplicationContext start(
      SampleUpstreams upstreams, String bootstrap, Path state, String... settings) {
    List<String> usual =
        List.of(
            "--server.port=0",
            "--spring.main.banner-mode=off",
            "--farm.kafka.bootstrap-servers=" + bootstrap,
            "--farm.kafka.replication=1",
            "--farm.kafka.state-folder=" + state,
            "--ndvi.stac.api-url=" + upstreams.stacUrl(),
            "--ndvi.asset-hosts=" + upstreams.filesUrl().getAuthority(),
            "--ndvi.backfill.days=30",
            "--ndvi.backfill.first-days=31",
            "--ndvi.backfill.max-cloud=100",
            "--ndvi.stac.shared.kept-for=1ms",
            "--ndvi.upstream.timeout=1s",
            "--ndvi.upstream.back-off=20ms",
            "--ndvi.upstream.open-for=300ms",
            "--ndvi.jobs.retry-delay=200ms",
            "--ndvi.workers.count=3");
    return new SpringApplicationBuilder(NdviProcessorApplication.class)
        .run(Stream.concat(usual.stream(), Stream.of(settings)).toArray(String[]::new));
  }
}
