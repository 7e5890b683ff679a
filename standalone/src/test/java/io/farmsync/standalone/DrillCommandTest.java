package io.farmsync.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DrillCommandTest {

  @ParameterizedTest
  @ValueSource(strings = {"--writes", "--reads", "--new-farms"})
  void aRateThatWouldNeverComeIsRefusedBeforeAnythingStarts(String option) {
    var errors = new StringWriter();
    int status =
        new CommandLine(new DrillCommand()).setErr(new PrintWriter(errors)).execute(option, "0");
    assertThat(status).isEqualTo(2);
    assertThat(errors.toString()).contains(option + ": 0 (expected: at least 1)");
  }
}
