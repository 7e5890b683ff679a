package io.farmsync.platform.lag.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.farmsync.embedded.EmbeddedKafka;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.lag.ClusterLag;
import io.farmsync.platform.lag.ClusterLag.PartitionProgress;
import io.farmsync.platform.lag.ClusterLag.TopicProgress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of group against a real broker: ten records, seven in partition 0, three in 1. */
class LagReaderIT {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static EmbeddedKafka kafka;
  private static KafkaSettings settings;
  private static Admin admin;

  @TempDir static Path folder;

  private WaitingRecords waiting;
  private LagReader reader;
  private String topic;
  private String group;

  @BeforeAll
  static void startBroker() {
    kafka = EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder.resolve("kafka")));
    settings = new KafkaSettings(kafka.bootstrapServers(), (short) 1, "unused", Map.of());
    admin = Admin.create(settings.client("test"));
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    kafka.close();
  }

  @BeforeEach
  void tenRecords(TestInfo test) throws Exception {
    topic = "numbers-" + Integer.toHexString(test.getDisplayName().hashCode());
    group = topic + "-group";
    admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get(30, TimeUnit.SECONDS);
    long anHourAgo = Clock.systemUTC().millis() - Duration.ofHours(1).toMillis();
    try (var producer =
        new KafkaProducer<>(
            settings.producer("test"), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < 10; i++) {
        var _ =
            producer.send(new ProducerRecord<>(topic, i < 7 ? 0 : 1, anHourAgo, null, new byte[8]));
      }
    }
    var config = settings.client("lag");
    config.put("enable.auto.commit", false);
    waiting =
        new WaitingRecords(
            new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
            Clock.systemUTC());
    reader = new LagReader(admin, waiting, Pattern.compile("numbers-.*"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    waiting.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void whatAGroupHasNotCommittedIsItsLag(String protocol) throws Exception {
    try (var consumer = consumer(protocol)) {
      consumer.subscribe(List.of(topic));
      await()
          .atMost(DEADLINE)
          .until(() -> {
            consumer.poll(Duration.ofMillis(100));
            return consumer.assignment().size() == 2;
          });
      consumer.commitSync(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(5)));

      var progress = read();

      assertThat(progress.partitions())
          .containsExactly(
              new PartitionProgress(0, 5, 2),
              new PartitionProgress(1, PartitionProgress.NONE_COMMITTED, 3));
      assertThat(progress.lag()).isEqualTo(5);
      assertThat(progress.oldestUnprocessed())
          .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(62));
      assertThat(members()).isOne();

      consumer.commitSync(
          Map.of(
              new TopicPartition(topic, 0), new OffsetAndMetadata(7),
              new TopicPartition(topic, 1), new OffsetAndMetadata(3)));

      assertThat(read().lag()).isZero();
      assertThat(read().oldestUnprocessed()).isZero();
    }
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(members()).isZero());
    assertThat(read().lag()).as("a group without members keeps its lag").isZero();
  }

  @Test
  void aShareGroupLagsByWhatItHasNotAcknowledged() throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.GROUP, group),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("share.auto.offset.reset", "earliest"),
                        AlterConfigOp.OpType.SET))))
        .all()
        .get(30, TimeUnit.SECONDS);
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "group.id",
            group,
            "share.acknowledgement.mode",
            "explicit");
    try (var consumer =
        new KafkaShareConsumer<>(
            config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(Set.of(topic));
      var taken = new HashMap<Integer, Long>();
      await()
          .atMost(DEADLINE)
          .until(() -> {
            for (var record : consumer.poll(Duration.ofMillis(200))) {
              boolean finished = record.partition() == 0;
              taken.merge(record.partition(), 1L, Long::sum);
              consumer.acknowledge(
                  record, finished ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
            }
            consumer.commitSync();
            return taken.getOrDefault(0, 0L) >= 7 && taken.getOrDefault(1, 0L) >= 3;
          });

      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> {
            var progress = read();
            assertThat(progress.partitions())
                .extracting(PartitionProgress::lag)
                .containsExactly(0L, 3L);
            assertThat(progress.oldestUnprocessed()).isGreaterThan(Duration.ofMinutes(59));
            assertThat(members()).isOne();
          });
    }
  }

  @Test
  void aStreamsGroupLagsOnTheTopicsItReads(@TempDir Path state) throws Exception {
    var builder = new StreamsBuilder();
    builder.stream(topic, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .foreach((_, _) -> {});
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, group);
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    config.put("auto.offset.reset", "earliest");
    try (var streams = new KafkaStreams(builder.build(), config)) {
      streams.start();
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> {
            var progress = read();
            assertThat(progress.partitions())
                .containsExactly(new PartitionProgress(0, 7, 0), new PartitionProgress(1, 3, 0));
            assertThat(members()).isOne();
          });
    }
  }

  @Test
  void topicsTellWhereTheyBeginAndEnd() throws Exception {
    admin
        .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
        .all()
        .get(30, TimeUnit.SECONDS);

    var offsets =
        reader.read().topics().stream().filter(each -> each.topic().equals(topic)).findFirst();

    assertThat(offsets.orElseThrow().partitions())
        .extracting(
            ClusterLag.PartitionOffsets::oldest,
            ClusterLag.PartitionOffsets::end,
            ClusterLag.PartitionOffsets::preferredLeader,
            ClusterLag.PartitionOffsets::inSync)
        .containsExactly(tuple(2L, 7L, true, 1), tuple(0L, 3L, true, 1));
  }

  private KafkaConsumer<byte[], byte[]> consumer(String protocol) {
    var config = settings.consumer("test");
    config.put("group.id", group);
    config.put("group.protocol", protocol);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private TopicProgress read() throws Exception {
    return requireNonNull(group().topics().get(topic));
  }

  private int members() throws Exception {
    return group().members();
  }

  private ClusterLag.GroupProgress group() throws Exception {
    return reader.read().groups().stream()
        .filter(each -> each.group().equals(group))
        .findFirst()
        .orElseThrow(() -> new AssertionError(group + " is not listed yet"));
  }
}
