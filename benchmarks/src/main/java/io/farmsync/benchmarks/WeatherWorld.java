package io.farmsync.benchmarks;

import com.nimbusds.jose.JOSEException;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A broker with its topics, a provider, and farms on a grid of cells; services come as processes.
 */
final class WeatherWorld implements AutoCloseable {

  private static final int CELLS_IN_A_ROW = 50;

  private final TopicWorld topics;
  private final ForecastStub provider;

  WeatherWorld() throws IOException, JOSEException {
    topics = new TopicWorld();
    provider = ForecastStub.start();
  }

  ForecastStub provider() {
    return provider;
  }

  /** Keeps the cells of farms warm, with quotas that do not slow it. */
  ServiceProcess ingestor(String heap) throws IOException {
    return topics.service(
        "io.farmsync.weather.WeatherIngestorApplication",
        heap,
        Map.of(
            "OPEN_METEO_BASE_URL", provider.uri().toString(),
            "NASA_POWER_BASE_URL", provider.uri().toString(),
            "NASA_POWER_USE", "off",
            "OPEN_METEO_QUOTA_PER_MINUTE", "1000000",
            "OPEN_METEO_QUOTA_PER_HOUR", "1000000",
            "OPEN_METEO_QUOTA_PER_DAY", "10000000"));
  }

  ServiceProcess reader() throws IOException {
    return topics.reader();
  }

  /** Registers farms, evenly over cells from the first one on. */
  void plant(int farms, int firstCell, int cells) {
    for (int i = 0; i < farms; i++) {
      var id = UUID.randomUUID();
      topics.publish(Topics.FARMS, id.toString(), farm(id, firstCell + i % cells));
    }
    topics.flush();
  }

  /** The centre of a cell, degrees. */
  static double latitude(int cell) {
    return (cell / CELLS_IN_A_ROW + 10) / 10.0;
  }

  static double longitude(int cell) {
    return (cell % CELLS_IN_A_ROW + 300) / 10.0;
  }

  /** Returns once reports of so many cells are published. */
  void awaitReports(int cells, Duration limit) throws TimeoutException {
    long deadline = System.nanoTime() + limit.toNanos();
    Set<String> seen = new HashSet<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                topics.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          IntStream.range(0, Topics.PARTITIONS)
              .mapToObj(i -> new TopicPartition(Topics.WEATHER_REPORTS.name(), i))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (seen.size() < cells) {
        consumer
            .poll(Duration.ofMillis(50))
            .forEach(record -> seen.add(new String(record.key(), StandardCharsets.UTF_8)));
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(seen.size() + " of " + cells + " cells are warm");
        }
      }
    }
  }

  /** A token of a reader, for an hour. */
  String token() throws JOSEException {
    return topics.token("benchmark");
  }

  @Override
  public void close() throws IOException {
    provider.close();
    topics.close();
  }

  private static FarmState farm(UUID id, int cell) {
    var south = BigDecimal.valueOf(latitude(cell) - 0.01);
    var west = BigDecimal.valueOf(longitude(cell) - 0.01);
    var side = new BigDecimal("0.02");
    return new FarmState(
        id,
        "benchmark",
        "benchmark",
        "benchmark",
        "Farm",
        "farm",
        new Bbox(south, west, south.add(side), west.add(side)),
        null,
        null,
        4.0,
        true,
        1,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
