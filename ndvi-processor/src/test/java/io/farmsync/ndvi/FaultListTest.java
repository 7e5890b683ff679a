package io.farmsync.ndvi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each fault in FAULTS.md names a test, and the test is there. */
class FaultListTest {
  private static final Pattern ROW = Pattern.compile("\\| F\\d+ \\|.*\\| `(\\w+)\\.(\\w+)` \\|");

  @Test
  void everyFaultHasATestThatExists() throws IOException {
    var sources = sources();
    var rows =
        Files.readAllLines(Path.of("FAULTS.md")).stream().filter(l -> l.startsWith("| F")).toList();

    assertThat(rows).hasSizeGreaterThan(25);
    assertThat(rows)
        .allSatisfy(row -> {
          var named = ROW.matcher(row);
          assertThat(named.matches()).as(row).isTrue();
          assertThat(sources)
              .as(row)
              .anyMatch(source ->
                  source.contains("class " + named.group(1) + " ")
                      && source.contains(" " + named.group(2) + "("));
        });
  }

  private static List<String> sources() throws IOException {
    var texts = new ArrayList<String>();
    for (String module : List.of(".", "../query-api")) {
      try (Stream<Path> files = Files.walk(Path.of(module, "src/test/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          texts.add(Files.readString(file));
        }
      }
    }
    return List.copyOf(texts);
  }
}
