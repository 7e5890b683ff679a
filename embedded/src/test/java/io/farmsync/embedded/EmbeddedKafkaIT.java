package io.farmsync.embedded;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final EmbeddedPlatform platform = EmbeddedPlatform.shared();

  @Test
  void recordsArriveInOrder() {
    String topic = platform.createTopic("ordered", 1, Map.of());
    String bootstrap = platform.kafka().bootstrapServers();
    produce(bootstrap, topic, "1", "2", "3");
    assertThat(consume(bootstrap, topic, 3)).containsExactly("1", "2", "3");
  }

  @Test
  void onlyCommittedTransactionsAreRead() {
    String topic = platform.createTopic("transactional", 1, Map.of());
    String bootstrap = platform.kafka().bootstrapServers();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "transactional.id", platform.uniqueName("tx"));
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      var _ = producer.send(new ProducerRecord<>(topic, "aborted"));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      var _ = producer.send(new ProducerRecord<>(topic, "committed"));
      producer.commitTransaction();
    }
    assertThat(consume(bootstrap, topic, 1)).containsExactly("committed");
  }

  @Test
  void aShareGroupDividesRecordsBetweenItsConsumers() throws Exception {
    String topic = platform.createTopic("jobs", 1, Map.of());
    String bootstrap = platform.kafka().bootstrapServers();
    String group = platform.uniqueName("workers");
    readFromTheBeginning(bootstrap, group);
    Set<String> jobs = IntStream.range(0, 20).mapToObj(Integer::toString).collect(toSet());
    try (var first = shareConsumer(bootstrap, group);
        var second = shareConsumer(bootstrap, group)) {
      first.subscribe(List.of(topic));
      second.subscribe(List.of(topic));
      produce(bootstrap, topic, jobs.toArray(String[]::new));
      Set<String> done = new HashSet<>();
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> {
            first.poll(Duration.ofMillis(100)).forEach(job -> done.add(job.value()));
            second.poll(Duration.ofMillis(100)).forEach(job -> done.add(job.value()));
            assertThat(done).isEqualTo(jobs);
          });
    }
  }

  @Test
  void aMisspeltTopicIsNotCreated() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", platform.kafka().bootstrapServers(), "max.block.ms", 1000);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("no-such-topic", "lost")).get())
          .hasMessageContaining("no-such-topic");
    }
  }

  @Test
  void aRestartOnTheSameFolderKeepsTheData(@TempDir Path folder) throws Exception {
    var settings = EmbeddedKafka.Settings.in(folder);
    try (var kafka = EmbeddedKafka.start(settings)) {
      createTopic(kafka.bootstrapServers(), "kept");
      produce(kafka.bootstrapServers(), "kept", "before");
    }
    long start = System.nanoTime();
    try (var kafka = EmbeddedKafka.start(settings)) {
      produce(kafka.bootstrapServers(), "kept", "after");
      assertThat(consume(kafka.bootstrapServers(), "kept", 2)).containsExactly("before", "after");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
  }

  @Test
  void aFolderHasOneBroker(@TempDir Path folder) {
    try (var kafka = EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder))) {
      assertThat(kafka.port()).isPositive();
      assertThatThrownBy(() -> EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder)))
          .isInstanceOf(EmbeddedStartException.class)
          .hasMessageContaining("Kafka data folder " + folder)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void aTakenPortIsNamed(@TempDir Path folder) throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var settings = new EmbeddedKafka.Settings(folder, taken.getLocalPort(), 0);
      assertThatThrownBy(() -> EmbeddedKafka.start(settings))
          .isInstanceOf(EmbeddedStartException.class)
          .hasMessageContaining("Kafka broker port: port " + taken.getLocalPort());
    }
  }

  private static void createTopic(String bootstrap, String name) throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(List.of(new org.apache.kafka.clients.admin.NewTopic(name, 1, (short) 1)))
          .all()
          .get();
    }
  }

  private static void produce(String bootstrap, String topic, String... values) {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (String value : values) {
        var _ = producer.send(new ProducerRecord<>(topic, value));
      }
      producer.flush();
    }
  }

  private static List<String> consume(String bootstrap, String topic, int count) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    settings.put("group.id", topic + "-reader-" + System.nanoTime());
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      List<String> values = new ArrayList<>();
      await()
          .atMost(DEADLINE)
          .until(() -> {
            consumer.poll(Duration.ofMillis(200)).forEach(each -> values.add(each.value()));
            return values.size() >= count;
          });
      return values;
    }
  }

  private static KafkaShareConsumer<String, String> shareConsumer(String bootstrap, String group) {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "group.id", group);
    return new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }

  private static void readFromTheBeginning(String bootstrap, String group) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    var changes =
        List.of(
            new AlterConfigOp(
                new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET),
            new AlterConfigOp(
                new ConfigEntry("share.isolation.level", "read_committed"),
                AlterConfigOp.OpType.SET));
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
      admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
    }
  }
}
