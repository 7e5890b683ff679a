package io.farmsync.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, postgres-linux-x86_64",
    "Linux, aarch64, postgres-linux-arm_64",
    "Mac OS X, aarch64, postgres-darwin-arm_64"
  })
  void eachMachineHasItsArchive(String os, String arch, String archive) {
    assertThat(PostgresBinaries.archiveFor(os, arch)).isEqualTo(archive);
    assertThat(PostgresBinaries.class.getResource("/" + archive + ".txz")).isNotNull();
  }

  @Test
  void aMachineWithoutAnArchiveIsToldWhatToDo() {
    assertThatThrownBy(() -> PostgresBinaries.archiveFor("Windows 11", "amd64"))
        .isInstanceOf(EmbeddedStartException.class)
        .hasMessageContaining("Windows 11 on amd64")
        .hasMessageContaining("FARM_SYNC_DATABASE_URL");
  }
}
