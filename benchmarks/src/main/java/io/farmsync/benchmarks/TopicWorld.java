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
import io.farmsync.schemas.Credential;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.util.FileSystemUtils;

/**
 * A broker with all topics, and somebody who writes them in place of the services that are not
 * measured; the others come as processes.
 */
final class TopicWorld implements AutoCloseable {

  private final Path folder;
  private final EmbeddedKafka kafka;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ECKey signingKey;

  TopicWorld() throws IOException, JOSEException {
    folder = Files.createTempDirectory("benchmark-");
    kafka = EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder.resolve("kafka")));
    new TopicProvisioner(new KafkaSettings(kafka.bootstrapServers(), (short) 1, "state", Map.of()))
        .provision();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    signingKey = new ECKeyGenerator(Curve.P_256).keyID("benchmark").generate();
    var credential =
        new Credential.SigningKey(
            signingKey.getKeyID(), signingKey.toPublicJWK().toJSONString(), true, Instant.now());
    publish(Topics.CREDENTIALS, credential.subject(), credential);
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  Path folder() {
    return folder;
  }

  <V> void publish(Topic<V> topic, String key, V value) {
    // the flush, or the wait for what follows, tells whether it arrived
    var _ =
        producer.send(
            new ProducerRecord<>(
                topic.name(),
                key.getBytes(StandardCharsets.UTF_8),
                JsonSerde.of(topic).write(value)));
  }

  void flush() {
    producer.flush();
  }

  /** A service on this broker; ready when this returns. */
  ServiceProcess service(String mainClass, String heap, Map<String, String> settings)
      throws IOException {
    var environment = new HashMap<>(settings);
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("KAFKA_REPLICATION", "1");
    var own = Files.createDirectories(folder.resolve(mainClass));
    return ServiceProcess.start(mainClass, heap, own, environment);
  }

  /** A query-api whose throttles let everything pass. */
  ServiceProcess reader() throws IOException {
    return reader(Map.of());
  }

  /** The same with further settings. */
  ServiceProcess reader(Map<String, String> settings) throws IOException {
    var all = new HashMap<>(settings);
    all.put("THROTTLE_USER_RATE", "100000000/min");
    all.put("THROTTLE_ANON_RATE", "100000000/min");
    return service("io.farmsync.query.QueryApiApplication", "512m", all);
  }

  /** An ndvi-processor that looks for scenes there. */
  ServiceProcess ndviProcessor(String archive) throws IOException {
    return service(
        "io.farmsync.ndvi.NdviProcessorApplication", "512m", Map.of("NDVI_STAC_API_URL", archive));
  }

  /** A weather-ingestor that asks this in place of both providers. */
  ServiceProcess weatherIngestor(String provider) throws IOException {
    return service(
        "io.farmsync.weather.WeatherIngestorApplication",
        "256m",
        Map.of("OPEN_METEO_BASE_URL", provider, "NASA_POWER_BASE_URL", provider));
  }

  /** A token of a tenant's reader, for an hour. */
  String token(String tenant) throws JOSEException {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer("farm-intelligence-platform")
            .audience("nextcloud")
            .subject(tenant)
            .claim(TokenFormat.TOKEN_TYPE, TokenFormat.ACCESS)
            .claim(TokenFormat.CLIENT_ID, tenant)
            .claim(TokenFormat.TENANT, tenant)
            .claim(TokenFormat.SCOPE, "read")
            .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
            .build();
    var header = new JWSHeader.Builder(TokenFormat.ALGORITHM).keyID(signingKey.getKeyID()).build();
    var token = new SignedJWT(header, claims);
    token.sign(new ECDSASigner(signingKey));
    return token.serialize();
  }

  /** The services lose their broker. */
  void stopKafka() {
    producer.close();
    kafka.close();
  }

  @Override
  public void close() throws IOException {
    stopKafka();
    FileSystemUtils.deleteRecursively(folder);
  }
}
