package io.farmsync.benchmarks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.farmsync.embedded.EmbeddedKafka;
import io.farmsync.platform.auth.TokenFormat;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.Credential;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.util.FileSystemUtils;

/**
 * A broker with its topics, a provider, and farms on a grid of cells; services come as processes.
 */
final class WeatherWorld implements AutoCloseable {

  private static final int CELLS_IN_A_ROW = 50;

  private final Path folder;
  private final EmbeddedKafka kafka;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ForecastStub provider;
  private final ECKey signingKey;

  WeatherWorld() throws IOException, JOSEException {
    folder = Files.createTempDirectory("weather-benchmark-");
    kafka = EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder.resolve("kafka")));
    new TopicProvisioner(new KafkaSettings(kafka.bootstrapServers(), (short) 1, "state", Map.of()))
        .provision();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    provider = ForecastStub.start();
    signingKey = new ECKeyGenerator(Curve.P_256).keyID("benchmark").generate();
    var credential =
        new Credential.SigningKey(
            signingKey.getKeyID(), signingKey.toPublicJWK().toJSONString(), true, Instant.now());
    publish(Topics.CREDENTIALS, credential.subject(), credential);
  }

  ForecastStub provider() {
    return provider;
  }

  /** Keeps the cells of farms warm, with quotas that do not slow it. */
  ServiceProcess ingestor(String heap) throws IOException {
    return service(
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
    return service(
        "io.farmsync.query.QueryApiApplication",
        "512m",
        Map.of("THROTTLE_USER_RATE", "100000000/min", "THROTTLE_ANON_RATE", "100000000/min"));
  }

  private ServiceProcess service(String mainClass, String heap, Map<String, String> settings)
      throws IOException {
    var environment = new HashMap<>(settings);
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("KAFKA_REPLICATION", "1");
    var own = Files.createDirectories(folder.resolve(mainClass));
    return ServiceProcess.start(mainClass, heap, own, environment);
  }

  /** Registers farms, evenly over cells from the first one on. */
  void plant(int farms, int firstCell, int cells) {
    for (int i = 0; i < farms; i++) {
      var id = UUID.randomUUID();
      publish(Topics.FARMS, id.toString(), farm(id, firstCell + i % cells));
    }
    producer.flush();
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
                "bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
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
    var claims =
        new JWTClaimsSet.Builder()
            .issuer("farm-intelligence-platform")
            .audience("nextcloud")
            .subject("benchmark")
            .claim(TokenFormat.TOKEN_TYPE, TokenFormat.ACCESS)
            .claim(TokenFormat.CLIENT_ID, "benchmark")
            .claim(TokenFormat.TENANT, "benchmark")
            .claim(TokenFormat.SCOPE, "read")
            .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
            .build();
    var header = new JWSHeader.Builder(TokenFormat.ALGORITHM).keyID(signingKey.getKeyID()).build();
    var token = new SignedJWT(header, claims);
    token.sign(new ECDSASigner(signingKey));
    return token.serialize();
  }

  @Override
  public void close() throws IOException {
    producer.close();
    provider.close();
    kafka.close();
    FileSystemUtils.deleteRecursively(folder);
  }

  private <V> void publish(Topic<V> topic, String key, V value) {
    // the flush, or the wait for what follows, tells whether it arrived
    var _ =
        producer.send(
            new ProducerRecord<>(
                topic.name(),
                key.getBytes(StandardCharsets.UTF_8),
                JsonSerde.of(topic).write(value)));
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
