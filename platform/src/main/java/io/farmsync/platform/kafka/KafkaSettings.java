package io.farmsync.platform.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How every service reaches Kafka.
 *
 * @param replication copies of each partition of the topics we create: 3 in a cluster, 1 for one
 *     broker
 * @param stateFolder where Kafka Streams keeps local state; a copy of what the topics hold, safe to
 *     delete
 * @param properties further client properties, such as those of TLS, handed to every client
 * @param interceptors further properties of producers, consumers and topologies; share consumers
 *     know no interceptors
 */
@ConfigurationProperties("farm.kafka")
public record KafkaSettings(
    String bootstrapServers,
    short replication,
    String stateFolder,
    Map<String, String> properties,
    Map<String, Object> interceptors) {

  @ConstructorBinding
  public KafkaSettings(
      @DefaultValue("localhost:9092") String bootstrapServers,
      @DefaultValue("3") short replication,
      @DefaultValue("state") String stateFolder,
      @DefaultValue Map<String, String> properties) {
    this(bootstrapServers, replication, stateFolder, properties, Map.of());
  }

  /** The same with interceptors. */
  public KafkaSettings with(Map<String, Object> interceptors) {
    return new KafkaSettings(bootstrapServers, replication, stateFolder, properties, interceptors);
  }

  /** The configured time in which a broker must answer, in ms, or this if it is less. */
  public int requestTimeoutMs(int atMost) {
    String configured = properties.get(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG);
    return configured == null ? atMost : Math.min(atMost, Integer.parseInt(configured));
  }

  /** What every client needs. */
  public Map<String, Object> client(String clientId) {
    var config = new HashMap<String, Object>(properties);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    return config;
  }

  /** What a topology hands to its clients. */
  public Map<String, Object> streams(String clientId) {
    var config = client(clientId);
    config.putAll(interceptors);
    return config;
  }

  /**
   * A producer that never acknowledges what could be lost, and never repeats by its own retries.
   */
  public Map<String, Object> producer(String clientId) {
    var config = streams(clientId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return config;
  }

  /** A consumer that sees committed records only. */
  public Map<String, Object> consumer(String clientId) {
    var config = streams(clientId);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return config;
  }
}
