package io.farmsync.standalone.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what to which topic, by {@code ops/kafka/acls.txt}. */
class AccessRulesTest {

  @TempDir private Path folder;
  private List<AclBinding> rules = List.of();

  @BeforeEach
  void readTheRules() throws Exception {
    rules = AccessRules.read(Path.of("../ops/kafka/acls.txt"));
  }

  @Test
  void onlyFarmSyncWritesWhatTheEventStoreTells() {
    for (Topic<?> topic : List.of(Topics.FARM_EVENTS, Topics.FARMS, Topics.CREDENTIALS)) {
      assertThat(who(AclOperation.WRITE, topic.name())).containsExactly("User:farm-sync");
    }
  }

  @Test
  void queryApiWritesNoResult() {
    for (Topic<?> topic :
        List.of(Topics.NDVI_RESULTS, Topics.NDVI_RASTERS, Topics.WEATHER_REPORTS)) {
      assertThat(who(AclOperation.WRITE, topic.name())).doesNotContain("User:query-api");
      assertThat(who(AclOperation.READ, topic.name())).contains("User:query-api");
    }
  }

  @Test
  void queryApiWritesWhatItsRoutesPromise() {
    for (Topic<?> topic :
        List.of(
            Topics.NDVI_JOBS,
            Topics.NDVI_ORDERS,
            Topics.NDVI_SAMPLES,
            Topics.NDVI_BREAKER_RESETS,
            Topics.WEATHER_WANTED,
            Topics.WEBHOOKS)) {
      assertThat(who(AclOperation.WRITE, topic.name())).as(topic.name()).contains("User:query-api");
    }
  }

  @Test
  void farmSyncMakesEveryTopicOfTheCatalogue() {
    for (Topic<?> topic : Topics.all()) {
      assertThat(who(AclOperation.CREATE, topic.name())).contains("User:farm-sync");
      assertThat(who(AclOperation.CREATE, topic.deadLetters())).contains("User:farm-sync");
    }
  }

  @Test
  void nobodyChangesTheClusterOrTheRulesThemselves() {
    assertThat(rules)
        .filteredOn(rule -> rule.pattern().resourceType() == ResourceType.CLUSTER)
        .extracting(rule -> rule.entry().operation())
        .containsOnly(AclOperation.DESCRIBE);
  }

  @Test
  void aLineThatIsNoRuleIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("acls.txt"), "query-api tpic farms Read\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccessRules.read(file))
        .withMessageContaining("query-api tpic farms Read");
  }

  private Set<String> who(AclOperation operation, String topic) {
    var users = new TreeSet<String>();
    for (AclBinding rule : rules) {
      String name = rule.pattern().name();
      boolean covers =
          rule.pattern().patternType() == PatternType.PREFIXED
              ? topic.startsWith(name)
              : name.equals("*") || name.equals(topic);
      if (covers
          && rule.pattern().resourceType() == ResourceType.TOPIC
          && rule.entry().operation() == operation) {
        users.add(rule.entry().principal());
      }
    }
    return users;
  }
}
