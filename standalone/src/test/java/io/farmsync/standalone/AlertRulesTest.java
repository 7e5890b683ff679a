package io.farmsync.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The alert rules under {@code ops/prometheus}, by their own cases, which promtool runs. Where no
 * promtool is installed (Debian: package prometheus) only the cases' completeness is checked.
 */
class AlertRulesTest {

  private static final Path OPS = Path.of("..", "ops", "prometheus");

  @Test
  void everyAlertHasACaseInWhichItFiresAndOneInWhichItKeepsQuiet() throws IOException {
    var alerts = new HashSet<String>();
    for (var file : files("rules")) {
      for (var group : listOf(load(file), "groups")) {
        listOf(group, "rules").stream()
            .filter(rule -> rule.containsKey("alert"))
            .forEach(rule -> alerts.add(String.valueOf(rule.get("alert"))));
      }
    }
    var fires = new HashSet<String>();
    var keepsQuiet = new HashSet<String>();
    for (var file : files("tests")) {
      for (var test : listOf(load(file), "tests")) {
        for (var expectation : listOf(test, "alert_rule_test")) {
          Set<String> seen = expectation.containsKey("exp_alerts") ? fires : keepsQuiet;
          seen.add(String.valueOf(expectation.get("alertname")));
        }
      }
    }
    assertThat(alerts).isNotEmpty();
    assertThat(fires).as("alerts with a case that fires").isEqualTo(alerts);
    assertThat(keepsQuiet).as("alerts with a case that keeps quiet").isEqualTo(alerts);
  }

  @Test
  void everyAlertHasItsSectionInTheRunbookAndSaysWhatToDo() throws IOException {
    var alerts = new HashSet<String>();
    for (var file : files("rules")) {
      for (var group : listOf(load(file), "groups")) {
        for (var rule : listOf(group, "rules")) {
          if (rule.get("annotations") instanceof Map<?, ?> annotations) {
            alerts.add(String.valueOf(rule.get("alert")));
            assertThat(annotations.keySet().stream().map(String::valueOf))
                .as(rule.toString())
                .containsExactlyInAnyOrder("summary", "action");
          }
        }
      }
    }
    var sections =
        Files.readAllLines(Path.of("..", "ops", "runbook.md")).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring("### ".length()))
            .toList();
    assertThat(sections).containsExactlyInAnyOrderElementsOf(alerts);
  }

  @Test
  void everyCaseHolds() throws Exception {
    assumeTrue(
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
        "promtool is not installed; Debian has it in package prometheus");
    var command = new ArrayList<>(List.of("promtool", "test", "rules"));
    files("tests").forEach(file -> command.add(file.toString()));
    var promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
  }

  private static List<Path> files(String folder) throws IOException {
    try (var files = Files.list(OPS.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  private static Map<String, Object> load(Path file) {
    try (var text = Files.newBufferedReader(file)) {
      return new Yaml().load(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked") // promtool has checked the shape
  private static List<Map<String, Object>> listOf(Map<String, Object> parent, String member) {
    return (List<Map<String, Object>>) parent.getOrDefault(member, List.of());
  }
}
