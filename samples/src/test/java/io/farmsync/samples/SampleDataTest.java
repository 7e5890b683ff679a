package io.farmsync.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class SampleDataTest {

  private final SampleData data = new SampleData();

  @Test
  void everyFileOfTheIndexIsThereByteForByte() throws Exception {
    var sha256 = MessageDigest.getInstance("SHA-256");
    assertThat(data.list("")).hasSizeGreaterThan(490);
    for (var path : data.list("")) {
      var bytes = data.bytes(path);
      assertThat(bytes).as(path).hasSize((int) data.entry(path).size());
      assertThat(HexFormat.of().formatHex(sha256.digest(bytes)))
          .as(path)
          .isEqualTo(data.entry(path).sha256());
    }
  }

  @Test
  void staysBelowTheSizeThatARepositoryShouldCarry() {
    long total = data.list("").stream().mapToLong(path -> data.entry(path).size()).sum();
    assertThat(total).isLessThan(25_000_000);
  }

  @Test
  void listsOneFolderInOrder() {
    assertThat(data.list("fields/official/"))
        .hasSize(8)
        .isSorted()
        .contains("fields/official/jp.geojson");
  }

  @Test
  void readsGeoJson() {
    assertThat(data.json("fields/postel.geojson").get("type").asString())
        .isEqualTo("FeatureCollection");
  }

  @Test
  void anUnknownPathIsNamed() {
    assertThatThrownBy(() -> data.bytes("fields/atlantis.geojson"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("fields/atlantis.geojson");
  }
}
