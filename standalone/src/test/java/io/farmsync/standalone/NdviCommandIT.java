package io.farmsync.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleData;
import io.farmsync.samples.SampleUpstreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as a process of its own against the local upstreams. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NdviCommandIT {
  @TempDir private Path folder;

  private SampleUpstreams servers;

  @BeforeAll
  void serve() throws IOException {
    servers = SampleUpstreams.start();
  }

  @AfterAll
  void stop() {
    servers.close();
  }

  @Test
  void valuesOfAFieldAreThoseExpectedAndItsPictureIsPainted() throws Exception {
    JsonNode expected = expected("S2A_31UES_20190705_0_L2A", "pj-01");
    Path png = folder.resolve("field.png");

    FarmProcess farm =
        ndvi(
            field("pj-01"),
            "--from=2019-07-01",
            "--to=2019-07-10",
            "--format=json",
            "--png=" + png,
            "--size=128",
            "--collection=pajottenland");

    assertThat(farm.awaitExit()).as(farm.output()).isZero();
    JsonNode line =
        JsonMapper.shared()
            .readTree(
                farm.output()
                    .lines()
                    .filter(text -> text.startsWith("{"))
                    .findFirst()
                    .orElseThrow());
    assertThat(line.path("mean").asDouble())
        .isCloseTo(expected.at("/weighted/default/mean").asDouble(), within(1e-6));
    assertThat(line.path("scenes").get(0).stringValue()).isEqualTo("S2A_31UES_20190705_0_L2A");
    assertThat(farm.output()).contains("(1 of 1)").contains("Painted");
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(128);
  }

  @Test
  void tableHasARowForEveryFieldAndDay() throws Exception {
    String scene = "S2A_31UES_20190705_0_L2A";
    Path fields = folder.resolve("pajottenland.geojson");
    Files.write(fields, new SampleData().bytes("fields/pajottenland.geojson"));

    FarmProcess farm =
        ndvi(fields, "--from=2019-07-01", "--to=2019-07-10", "--collection=pajottenland");

    assertThat(farm.awaitExit()).as(farm.output()).isZero();
    assertThat(farm.output()).containsPattern("field +date +mean +median +p10 +p90 +valid +cloud");
    for (String field : List.of("pj-01", "pj-03")) {
      double mean = expected(scene, field).at("/weighted/default/mean").asDouble();
      assertThat(farm.output())
          .containsPattern("%s +2019-07-05 +%.4f .* %s".formatted(field, mean, scene));
    }
  }

  @Test
  void cloudOnlyIsExitCodeThreeWithAnAdvice() throws Exception {
    FarmProcess farm =
        ndvi(field("pj-01"), "--from=2018-08-12", "--to=2018-08-16", "--collection=pajottenland");

    assertThat(farm.awaitExit()).as(farm.output()).isEqualTo(3);
    assertThat(farm.output()).contains("--max-cloud");
  }

  @Test
  void wrongOptionsAndUnusableFieldsSayWhatIsExpected() throws Exception {
    FarmProcess index = ndvi(field("pj-01"), "--from=2019-07-01", "--to=2019-07-02", "--index=evi");
    assertThat(index.awaitExit()).isEqualTo(2);
    assertThat(index.output()).contains("evi").contains("ndwi");

    FarmProcess file =
        ndvi(folder.resolve("nowhere.geojson"), "--from=2019-07-01", "--to=2019-07-02");
    assertThat(file.awaitExit()).isEqualTo(1);
    assertThat(file.output()).contains("nowhere.geojson").contains("--geometry");
  }

  @Test
  void deadCatalogueIsExitCodeFour() throws Exception {
    try (var dead = SampleUpstreams.start()) {
      dead.fail(Route.STAC_SEARCH, Fault.status(403));
      FarmProcess farm =
          FarmProcess.start(
              folder,
              Map.of(),
              "ndvi",
              "--geometry=" + field("pj-01"),
              "--from=2019-07-01",
              "--to=2019-07-02",
              "--stac-url=" + dead.stacUrl());
      assertThat(farm.awaitExit()).as(farm.output()).isEqualTo(4);
      assertThat(farm.output()).contains("--stac-url");
    }
  }

  private FarmProcess ndvi(Path geometry, String... more) throws IOException {
    var arguments = new ArrayList<>(List.of("ndvi", "--geometry=" + geometry));
    arguments.add("--stac-url=" + servers.stacUrl());
    arguments.addAll(List.of(more));
    return FarmProcess.start(folder, Map.of(), arguments.toArray(String[]::new));
  }

  private Path field(String id) throws IOException {
    JsonNode feature =
        StreamSupport.stream(
                new SampleData().json("fields/pajottenland.geojson").path("features").spliterator(),
                false)
            .filter(candidate -> candidate.path("id").stringValue().equals(id))
            .findFirst()
            .orElseThrow();
    Path file = folder.resolve(id + ".geojson");
    Files.writeString(file, feature.toString());
    return file;
  }

  private static JsonNode expected(String item, String field) {
    return new SampleData()
        .json("expected/expected.json")
        .path("cases")
        .valueStream()
        .filter(of -> of.path("collection").stringValue().equals("pajottenland"))
        .flatMap(of -> of.path("results").valueStream())
        .filter(result ->
            result.path("item").stringValue().equals(item)
                && result.path("field").stringValue().equals(field))
        .findFirst()
        .orElseThrow();
  }
}
