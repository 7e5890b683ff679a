package io.farmsync.query;

import io.farmsync.query.topology.ViewTopology;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;

/** Runs the views without a broker. */
public final class ViewDriver {

  private ViewDriver() {}

  /** A driver with its stores in a folder; the caller closes it. */
  public static TopologyTestDriver open(ViewTopology topology, Path folder, Instant start) {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "query-api-test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
    topology.addTo(builder);
    return new TopologyTestDriver(builder.build(), properties, start);
  }

  /** Publishes a record and folds it. */
  public static void pipe(
      TopologyTestDriver driver, String topic, String key, byte @Nullable [] value) {
    driver
        .createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
        .pipeInput(key, value);
  }
}
