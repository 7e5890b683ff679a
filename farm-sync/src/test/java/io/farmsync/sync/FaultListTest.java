package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each fault in FAULTS.md names a test, and the test is there. */
class FaultListTest {

  private static final Pattern ROW = Pattern.compile("\\| F\\d+ \\|.*\\| `(\\w+)\\.(\\w+)` \\|");

  @Test
  void everyFaultHasATestThatExists() throws Exception {
    var sources = sources();
    var rows =
        Files.readAllLines(Path.of("FAULTS.md")).stream().filter(l -> l.startsWith("| F")).toList();
    assertThat(rows).hasSizeGreaterThan(20);
    assertThat(rows)
        .allSatisfy(row -> {
          var named = ROW.matcher(row);
          assertThat(named.matches()).as(row).isTrue();
          assertThat(sources)
              .as(row)
              .anyMatch(source ->
                  source.contains("class " + named.group(1) + " ")
                      && source.contains(" " + named.group(2)));
        });
  }

  private static List<String> sources() throws Exception {
    try (Stream<Path> ours = Files.walk(Path.of("src/test/java"));
        Stream<Path> platforms = Files.walk(Path.of("../platform/src/test/java"))) {
      var texts = new java.util.ArrayList<String>();
      for (Path file :
          Stream.concat(ours, platforms).filter(p -> p.toString().endsWith(".java")).toList()) {
        texts.add(Files.readString(file));
      }
      return List.copyOf(texts);
    }
  }
}
