package io.farmsync.embedded;

import java.nio.file.Path;
import java.util.Properties;

/**
 * The settings of a single node that is broker and controller at once, lean and quick to rejoin.
 */
final class BrokerProperties {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private BrokerProperties() {}

  static Properties of(Path logFolder, int brokerPort, int controllerPort) {
    var properties = new Properties();
    identity(properties, logFolder, brokerPort, controllerPort);
    singleReplica(properties);
    lean(properties);
    quickGroups(properties);
    return properties;
  }

  private static void identity(Properties properties, Path logFolder, int broker, int controller) {
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE_ID));
    properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controller);
    properties.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d"
            .formatted(broker, CONTROLLER_LISTENER, controller));
    properties.put("advertised.listeners", "PLAINTEXT://localhost:" + broker);
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", logFolder.toString());
    // A misspelt topic is an error at its first use, not a new topic with the wrong partitions.
    properties.put("auto.create.topics.enable", "false");
  }

  private static void singleReplica(Properties properties) {
    properties.put("default.replication.factor", "1");
    properties.put("min.insync.replicas", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    // After a kill -9 the old registration blocks the new one until its session ends.
    properties.put("broker.session.timeout.ms", "2000");
    properties.put("broker.heartbeat.interval.ms", "500");
  }

  private static void lean(Properties properties) {
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    properties.put("background.threads", "4");
    properties.put("log.cleaner.dedupe.buffer.size", "2097152");
    properties.put("log.index.size.max.bytes", "1048576");
    // Internal topics have 50 partitions each by default: one node needs neither the files nor the
    // start-up time.
    properties.put("offsets.topic.num.partitions", "8");
    properties.put("transaction.state.log.num.partitions", "8");
    properties.put("share.coordinator.state.topic.num.partitions", "8");
    // Several brokers may run in one JVM (tests); their JMX beans would carry the same names.
    properties.put("metric.reporters", "");
  }

  /**
   * First assignment in well under a second (each step of joining waits for a heartbeat), and a
   * dead member noticed in six, not forty-five.
   */
  private static void quickGroups(Properties properties) {
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("group.streams.initial.rebalance.delay.ms", "0");
    for (String kind : new String[] {"consumer", "share", "streams"}) {
      properties.put("group." + kind + ".heartbeat.interval.ms", "250");
      properties.put("group." + kind + ".min.heartbeat.interval.ms", "250");
      properties.put("group." + kind + ".session.timeout.ms", "6000");
      properties.put("group." + kind + ".min.session.timeout.ms", "6000");
    }
    // How long a dead producer's open transaction holds back read_committed readers, past its own
    // transaction.timeout.ms.
    properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }
}
