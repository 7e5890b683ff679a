package io.farmsync.standalone.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** {@code ops/kafka/acls.txt} as a cluster understands it. */
final class AccessRules {

  private static final Map<String, ResourceType> KINDS =
      Map.of(
          "cluster", ResourceType.CLUSTER,
          "topic", ResourceType.TOPIC,
          "group", ResourceType.GROUP,
          "txn", ResourceType.TRANSACTIONAL_ID);

  private AccessRules() {}

  /**
   * @throws IllegalArgumentException naming the line that is no rule
   */
  static List<AclBinding> read(Path file) throws IOException {
    var rules = new ArrayList<AclBinding>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split("\\s+", -1);
        ResourceType kind = words.length == 4 ? KINDS.get(words[1]) : null;
        if (kind == null) {
          throw new IllegalArgumentException(
              file + ": \"" + line + "\" (expected: user, kind, name, operations)");
        }
        for (String operation : words[3].split(",", -1)) {
          rules.add(
              new AclBinding(
                  pattern(kind, words[2]),
                  new AccessControlEntry(
                      "User:" + words[0], "*", operation(operation), AclPermissionType.ALLOW)));
        }
      }
    }
    return rules;
  }

  private static ResourcePattern pattern(ResourceType kind, String name) {
    if (kind == ResourceType.CLUSTER) {
      return new ResourcePattern(kind, "kafka-cluster", PatternType.LITERAL);
    }
    boolean prefix = name.length() > 1 && name.endsWith("*");
    return new ResourcePattern(
        kind,
        prefix ? name.substring(0, name.length() - 1) : name,
        prefix ? PatternType.PREFIXED : PatternType.LITERAL);
  }

  private static AclOperation operation(String name) {
    return AclOperation.valueOf(
        name.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT));
  }
}
