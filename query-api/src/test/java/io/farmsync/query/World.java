package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.platform.auth.TokenFormat;
import io.farmsync.schemas.Credential;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What surrounds the service: writers of its topics, holders of tokens, HTTP clients. Tests keep
 * apart by tenants of their own.
 */
final class World implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(30);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String bootstrap;
  private final KafkaProducer<byte[], byte[]> producer;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private final ECKey signingKey;

  private World(World other, int port) {
    bootstrap = other.bootstrap;
    producer = other.producer;
    signingKey = other.signingKey;
    address = URI.create("http://localhost:" + port);
  }

  /** Around the service on the shared broker. */
  World(int port) {
    this(port, EmbeddedPlatform.shared().kafka().bootstrapServers());
  }

  World(int port, String bootstrap) {
    this(port, bootstrap, SOON);
  }

  /**
   * Returns once the service is ready and knows the tokens of this world.
   *
   * @param patience how long that may take
   */
  World(int port, String bootstrap, Duration patience) {
    this.bootstrap = bootstrap;
    address = URI.create("http://localhost:" + port);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    try {
      signingKey = new ECKeyGenerator(Curve.P_256).keyID("test-" + UUID.randomUUID()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    var credential =
        new Credential.SigningKey(
            signingKey.getKeyID(), signingKey.toPublicJWK().toJSONString(), true, Instant.now());
    publish(Topics.CREDENTIALS, credential.subject(), credential);
    await()
        .atMost(patience)
        .ignoreExceptionsInstanceOf(IllegalStateException.class) // nobody listens yet
        .untilAsserted(() -> assertThat(get(null, "/readyz").status()).isEqualTo(200));
    // readiness may stem from another test's key
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(get(token("nobody", "read"), "/api/v1/farms/").status()).isEqualTo(200));
  }

  /** The same world, asking another instance. */
  World at(int port) {
    return new World(this, port);
  }

  /** An answer; the body is missing where there is none. */
  record Answer(int status, java.net.http.HttpHeaders headers, JsonNode body) {
    JsonNode data() {
      return body.path("data");
    }

    JsonNode errors() {
      return body.path("errors");
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  <V> void publish(Topic<V> topic, String key, @Nullable V value) {
    publish(topic.name(), key, JsonSerde.of(topic).write(value));
  }

  void publish(String topic, String key, byte @Nullable [] value) {
    try {
      producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token of an integration of the tenant. */
  String token(String tenant, String scope) {
    return token("nextcloud", tenant, scope);
  }

  /** A token for administration. */
  String administrator() {
    return token(TokenFormat.ADMINISTRATION_AUDIENCE, "operations", "admin");
  }

  private String token(String audience, String tenant, String scope) {
    try {
      var claims =
          new JWTClaimsSet.Builder()
              .issuer("farm-intelligence-platform")
              .audience(audience)
              .subject("client-of-" + tenant)
              .claim(TokenFormat.TOKEN_TYPE, TokenFormat.ACCESS)
              .claim(TokenFormat.CLIENT_ID, "client-of-" + tenant)
              .claim(TokenFormat.TENANT, tenant)
              .claim(TokenFormat.SCOPE, scope)
              .expirationTime(Date.from(Instant.now().plusSeconds(600)))
              .build();
      var jwt =
          new SignedJWT(
              new JWSHeader.Builder(TokenFormat.ALGORITHM).keyID(signingKey.getKeyID()).build(),
              claims);
      jwt.sign(new ECDSASigner(signingKey));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  Answer get(@Nullable String token, String path, String... headers) {
    return call("GET", token, path, headers);
  }

  Answer call(String method, @Nullable String token, String path, String... headers) {
    return answer(send(method, HttpRequest.BodyPublishers.noBody(), token, path, headers));
  }

  /** A POST with a JSON body. */
  Answer post(@Nullable String token, String path, String json) {
    return answer(
        send(
            "POST",
            HttpRequest.BodyPublishers.ofString(json),
            token,
            path,
            "Content-Type",
            "application/json"));
  }

  /** A GET whose body may be anything. */
  HttpResponse<byte[]> bytes(@Nullable String token, String path, String... headers) {
    return send("GET", HttpRequest.BodyPublishers.noBody(), token, path, headers);
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return new Answer(response.statusCode(), response.headers(), JSON.readTree(response.body()));
  }

  private HttpResponse<byte[]> send(
      String method,
      HttpRequest.BodyPublisher body,
      @Nullable String token,
      String path,
      String... headers) {
    var request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .method(method, body);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The body of an answer that is not JSON. */
  String text(String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(address.resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks until the read is answered with 200. */
  Answer getOnceThere(String token, String path) {
    return await().atMost(SOON).until(() -> get(token, path), answer -> answer.status() == 200);
  }

  /** All committed records of a topic with that key, up to now. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic, String key) {
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      }
    }
    found.removeIf(record -> !key.equals(new String(record.key(), StandardCharsets.UTF_8)));
    return found;
  }

  @Override
  public void close() {
    producer.close();
    http.close();
  }
}
