package io.farmsync.query.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.query.instances.InstanceProperties;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets what the group of all instances agrees on. In Kafka Streams' group protocol these belong to
 * the group, on the brokers; what a member says of them is ignored.
 */
final class GroupTimes {

  private static final Logger log = LoggerFactory.getLogger(GroupTimes.class);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final KafkaSettings settings;
  private final InstanceProperties instances;

  GroupTimes(KafkaSettings settings, InstanceProperties instances) {
    this.settings = settings;
    this.instances = instances;
  }

  /**
   * Does nothing for an instance without others. What the brokers forbid is logged and stays as it
   * was: their bounds are the operator's.
   */
  void apply() {
    if (instances.own().isEmpty()) {
      return;
    }
    try (var admin = Admin.create(settings.client("query-api-group"))) {
      for (var setting : wanted().entrySet()) {
        apply(admin, setting.getKey(), setting.getValue());
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "cannot set the times of group "
              + ViewStreams.APPLICATION
              + ": Kafka at "
              + settings.bootstrapServers()
              + " did not do it: "
              + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while setting the times of the group", e);
    }
  }

  private Map<String, String> wanted() {
    var wanted = new LinkedHashMap<String, String>();
    wanted.put("streams.num.standby.replicas", Integer.toString(instances.standbys()));
    wanted.put("streams.session.timeout.ms", Long.toString(instances.sessionTimeout().toMillis()));
    wanted.put("streams.heartbeat.interval.ms", Long.toString(instances.heartbeat().toMillis()));
    return wanted;
  }

  private static void apply(Admin admin, String name, String value)
      throws ExecutionException, InterruptedException, TimeoutException {
    var group = new ConfigResource(ConfigResource.Type.GROUP, ViewStreams.APPLICATION);
    var change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    try {
      admin
          .incrementalAlterConfigs(Map.of(group, List.of(change)))
          .all()
          .get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof InvalidConfigurationException)) {
        throw e;
      }
      log.warn("the brokers do not allow {}={}: {}", name, value, e.getCause().getMessage());
    }
  }
}
