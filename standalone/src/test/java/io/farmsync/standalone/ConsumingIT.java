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
  private static final Path GOLDEN = Path.of("../schemas/src/test/resources/golden");
  private static final String NEVER_COMMITTED = "never-committed";

  @TempDir private Path folder;

  @BeforeAll
  static void publishAnEventThatIsCommittedAndOneThatIsNot() throws Exception {
    var settings = new KafkaSettings(bootstrap(), (short) 1, "unused", Map.of());
    new TopicProvisioner(settings).provision();
    var config = settings.producer("test");
    config.put("transactional.id", "consuming");
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(event(NEVER_COMMITTED)).get();
      producer.send(state(NEVER_COMMITTED)).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(event(FARM)).get();
      producer.send(state(FARM)).get();
      producer.commitTransaction();
    }
  }

  private static ProducerRecord<byte[], byte[]> event(String farm) throws IOException {
    var record = record(Topics.FARM_EVENTS.name(), farm, "farm.registered.v1.json");
    record.headers().add("farm_version", "3".getBytes(UTF_8));
    record.headers().add("ce_type", "farm.registered.v1".getBytes(UTF_8));
    return record;
  }

  private static ProducerRecord<byte[], byte[]> state(String farm) throws IOException {
    return record(Topics.FARMS.name(), farm, "farm.v1.json");
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String farm, String golden)
      throws IOException {
    String value = Files.readString(GOLDEN.resolve(golden)).replace(FARM, farm);
    return new ProducerRecord<>(topic, farm.getBytes(UTF_8), value.getBytes(UTF_8));
  }

  @Test
  void consoleConsumer() throws Exception {
    String program =
        java(
            System.getProperty("java.class.path"),
            "org.apache.kafka.tools.consumer.ConsoleConsumer");
    expect(
        List.of("sh", "-c", snippet("console").replace("kafka-console-consumer.sh", program)),
        "farm_version:3",
        FARM);
  }

  @Test
  void kcat() throws Exception {
    assumeTrue(works("kcat", "-V"), "kcat is not installed");
    expect(List.of("sh", "-c", snippet("kcat")), FARM + " farm_version=3");
  }

  @Test
  void python() throws Exception {
    assumeTrue(
        works("/usr/bin/python3", "-c", "import confluent_kafka"),
        "confluent-kafka is not installed");
    Path program = Files.writeString(folder.resolve("consume.py"), snippet("python"));
    expect(List.of("/usr/bin/python3", program.toString()), FARM + " 3 farm.registered.v1 Shamba");
  }

  @Test
  void php() throws Exception {
    assumeTrue(
        works("php", "-r", "exit(extension_loaded('rdkafka') ? 0 : 1);"),
        "php has no extension rdkafka");
    Path program = Files.writeString(folder.resolve("consume.php"), "<?php\n" + snippet("php"));
    expect(List.of("php", program.toString()), FARM + " 3 Shamba");
  }

  @Test
  void node() throws Exception {
    assumeTrue(
        works("node", "-e", "require('kafkajs'); require('lz4js')"),
        "kafkajs and lz4js are not in NODE_PATH");
    Path program = Files.writeString(folder.resolve("consume.js"), snippet("node"));
    expect(List.of("node", program.toString()), FARM + " 3 Shamba");
  }

  /** The archives are those that {@code src/test/connect/pom.xml} lists. */
  @Test
  void connect() throws Exception {
    Path archives = Path.of("target/connect").toAbsolutePath();
    assumeTrue(
        Files.isDirectory(archives),
        "no worker of Connect in target/connect, where .ci/run copies one");
    Files.writeString(
        folder.resolve("worker.properties"),
        snippet("connect-worker").replace("$BOOTSTRAP", bootstrap()));
    Files.writeString(folder.resolve("farms.json"), snippet("connect-sink"));
    String program = java(archives + "/*", "org.apache.kafka.connect.cli.ConnectStandalone");
    expect(
        List.of("sh", "-c", snippet("connect").replace("connect-standalone.sh", program)),
        "external_farm_id=" + FARM);
  }

  private static String java(String classPath, String main) {
    return "%s -XX:TieredStopAtLevel=1 -cp '%s' %s"
        .formatted(Path.of(System.getProperty("java.home"), "bin", "java"), classPath, main);
  }

  private static String bootstrap() {
    return EmbeddedPlatform.shared().kafka().bootstrapServers();
  }

  /** Runs the command until all of this is in its output. */
  private void expect(List<String> command, String... all) throws Exception {
    Path output = folder.resolve("output");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("BOOTSTRAP", bootstrap());
    Process process = builder.start();
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> {
            String said = Files.readString(output);
            assertThat(said).contains(all).doesNotContain(NEVER_COMMITTED);
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
