package io.farmsync.ndvi.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.ndvi.SampleScenes;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.platform.upstream.Ask;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.platform.upstream.UpstreamLimits;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.BreakerReset;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ResetOrdersIT {
  /** A breaker that does not close by itself while the test runs. */
  private static final UpstreamLimits STUBBORN =
      new UpstreamLimits(
          Duration.ofSeconds(5),
          1,
          Duration.ofMillis(20),
          Duration.ofSeconds(2),
          16,
          3,
          Duration.ofHours(1),
          UpstreamLimits.HOST_IN_TROUBLE);

  @Test
  void openBreakerClosesByOrder() throws IOException {
    String bootstrap = EmbeddedPlatform.shared().kafka().bootstrapServers();
    var settings = new KafkaSettings(bootstrap, (short) 1, "state", Map.of());
    new TopicProvisioner(settings).provision();
    try (var servers = SampleUpstreams.start();
        var producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap),
                new StringSerializer(),
                new ByteArraySerializer())) {
      Upstream upstream = new SampleScenes(servers, STUBBORN).upstream();
      servers.fail(Route.STAC_SEARCH, Fault.dropConnection());
      Ask search =
          Ask.posting(
              URI.create(servers.stacUrl() + "/search"),
              "{}".getBytes(StandardCharsets.UTF_8),
              1 << 20);
      for (int i = 0; i < STUBBORN.failuresToOpen(); i++) {
        assertThatThrownBy(() -> upstream.ask(search)).isInstanceOf(UpstreamFailure.class);
      }
      assertThat(upstream.breakers()).containsValue("open");
      assertThat(upstream.hosts().getFirst().lastFailure()).isPresent();

      var orders = new TopicFollower("resets", settings, new ResetOrders(upstream));
      orders.start();
      var reset = new BreakerReset("stac", Instant.parse("2026-03-01T12:00:00Z"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> { // again, as only what comes after the start is heard
            var _ =
                producer.send(
                    new ProducerRecord<>(
                        Topics.NDVI_BREAKER_RESETS.name(),
                        "stac",
                        JsonSerde.of(Topics.NDVI_BREAKER_RESETS).write(reset)));
            return upstream.breakers().containsValue("closed");
          });
      orders.stop();
    }
  }
}
