package io.farmsync.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of {@code docs/consuming.md}, by the clients that this machine has. */
class ConsumingIT {

  private static final String FARM = "0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60";
  private static final Path GOLDEN =
      Path.of("../schemas/src/test/resources/golden/farm.registered.v1.json");

  @TempDir private Path folder;

  @BeforeAll
  static void publishAnEventThatIsCommittedAndOneThatIsNot() throws Exception {
    var settings =
        new KafkaSettings(
            EmbeddedPlatform.shared().kafka().bootstrapServers(), (short) 1, "unused", Map.of());
    new TopicProvisioner(settings).provision();
    var config = settings.producer("test");
    config.put("transactional.id", "consuming");
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(event("never-committed")).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(event(FARM)).get();
      producer.commitTransaction();
    }
  }

  private static ProducerRecord<byte[], byte[]> event(String key) throws IOException {
    var record =
        new ProducerRecord<>(
            Topics.FARM_EVENTS.name(), key.getBytes(UTF_8), Files.readAllBytes(GOLDEN));
    record.headers().add("farm_version", "3".getBytes(UTF_8));
    record.headers().add("ce_type", "farm.registered.v1".getBytes(UTF_8));
    return record;
  }

  @Test
  void consoleConsumer() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String program =
        "%s -cp '%s' org.apache.kafka.tools.consumer.ConsoleConsumer"
            .formatted(java, System.getProperty("java.class.path"));
    expectTheEvent(
        List.of("sh", "-c", snippet("console").replace("kafka-console-consumer.sh", program)));
  }

  @Test
  void kcat() throws Exception {
    assumeTrue(works("kcat", "-V"), "kcat is not installed");
    expectTheEvent(List.of("sh", "-c", snippet("kcat")));
  }

  @Test
  void python() throws Exception {
    assumeTrue(
        works("/usr/bin/python3", "-c", "import confluent_kafka"),
        "confluent-kafka is not installed");
    Path program = Files.writeString(folder.resolve("consume.py"), snippet("python"));
    expectTheEvent(List.of("/usr/bin/python3", program.toString()));
  }

  @Test
  void node() throws Exception {
    assumeTrue(
        works("node", "-e", "require('kafkajs'); require('lz4js')"),
        "kafkajs and lz4js are not in NODE_PATH");
    Path program = Files.writeString(folder.resolve("consume.js"), snippet("node"));
    expectTheEvent(List.of("node", program.toString()));
  }

  private void expectTheEvent(List<String> command) throws Exception {
    Path output = folder.resolve("output");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("BOOTSTRAP", EmbeddedPlatform.shared().kafka().bootstrapServers());
    Process process = builder.start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> {
            String said = Files.readString(output);
            assertThat(said).contains(FARM).containsPattern("3|farm_version");
            assertThat(said).doesNotContain("never-committed");
          });
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private static String snippet(String name) throws IOException {
    var found =
        Pattern.compile("<!-- snippet: " + name + " -->\n```[a-z]*\n(.*?)\n```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../docs/consuming.md")));
    assertThat(found.find()).as(name).isTrue();
    return found.group(1);
  }
}
