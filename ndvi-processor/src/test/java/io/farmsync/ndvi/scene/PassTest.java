package io.farmsync.ndvi.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

class PassTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final Geometry FIELD = box(5.0, 5.01);
  private static final LocalDate DAY = LocalDate.of(2020, 3, 5);

  @Test
  void reprocessedSceneReplacesTheOlderBaseline() {
    List<Pass> passes =
        passes(scene("old").baseline("02.14").make(), scene("new").baseline("05.00").make());

    assertThat(passes)
        .singleElement()
        .satisfies(pass -> assertThat(ids(pass)).containsExactly("new"));
  }

  @Test
  void halvesOfASwathBothStayTheLaterRevisionFirst() {
    List<Pass> passes =
        passes(scene("half 0").revision("|0").make(), scene("half 1").revision("|1").make());

    assertThat(passes)
        .singleElement()
        .satisfies(pass -> assertThat(ids(pass)).containsExactly("half 1", "half 0"));
  }

  @Test
  void tileThatHoldsTheWholeFieldGoesFirst() {
    List<Pass> passes =
        passes(
            scene("cut").tile("MGRS-31UDS").footprint(box(4.0, 5.005)).make(),
            scene("whole").tile("MGRS-31UES").footprint(box(4.9, 6.0)).make());

    assertThat(passes)
        .singleElement()
        .satisfies(pass -> assertThat(ids(pass)).containsExactly("whole", "cut"));
  }

  @Test
  void fieldsOwnZoneGoesBeforeTheNeighbours() {
    List<Pass> passes =
        passes(
            scene("zone 30").tile("MGRS-30UYA").epsg(32630).make(),
            scene("zone 31").tile("MGRS-31UDS").epsg(32631).make());

    assertThat(passes)
        .singleElement()
        .satisfies(pass -> assertThat(ids(pass)).containsExactly("zone 31", "zone 30"));
  }

  @Test
  void passesOfOneDayAreOrderedByCloudAndUnknownIsLast() {
    List<Pass> passes =
        passes(
            scene("unknown").pass("c").make(),
            scene("cloudy").pass("a").cloud(0.8).make(),
            scene("clear").pass("b").cloud(0.1).make());

    assertThat(passes)
        .extracting(pass -> pass.scenes().getFirst().id())
        .containsExactly("clear", "cloudy", "unknown");
  }

  @Test
  void sceneBesideTheFieldIsLeftOut() {
    assertThat(Pass.byDay(List.of(scene("beside").footprint(box(7, 8)).make()), FIELD)).isEmpty();
  }

  @Test
  void passOverMidnightIsOneDay() {
    Map<LocalDate, List<Pass>> days =
        Pass.byDay(
            List.of(
                scene("before").tile("A").at("2020-03-05T23:59:50Z").make(),
                scene("after").tile("B").at("2020-03-06T00:00:05Z").make()),
            FIELD);

    assertThat(days).containsOnlyKeys(DAY);
  }

  private static List<Pass> passes(Scene... scenes) {
    return Objects.requireNonNull(Pass.byDay(List.of(scenes), FIELD).get(DAY));
  }

  private static List<String> ids(Pass pass) {
    return pass.scenes().stream().map(Scene::id).toList();
  }

  private static Geometry box(double west, double east) {
    return GEOMETRIES.toGeometry(new Envelope(west, east, 50, 50.01));
  }

  private static Draft scene(String id) {
    return new Draft(id);
  }

  /** A scene like all others but for what a test says. */
  private static final class Draft {
    private final String id;
    private String at = "2020-03-05T10:30:21Z";
    private String pass = "GS2A_20200305T103021_024558";
    private String tile = "MGRS-31UES";
    private String revision = "";
    private Optional<String> baseline = Optional.empty();
    private OptionalInt epsg = OptionalInt.empty();
    private OptionalDouble cloud = OptionalDouble.empty();
    private Geometry footprint = box(4, 6);

    Draft(String id) {
      this.id = id;
    }

    Draft at(String value) {
      at = value;
      return this;
    }

    Draft pass(String value) {
      pass = value;
      return this;
    }

    Draft tile(String value) {
      tile = value;
      return this;
    }

    Draft revision(String value) {
      revision = value;
      return this;
    }

    Draft baseline(String value) {
      baseline = Optional.of(value);
      return this;
    }

    Draft epsg(int value) {
      epsg = OptionalInt.of(value);
      return this;
    }

    Draft cloud(double value) {
      cloud = OptionalDouble.of(value);
      return this;
    }

    Draft footprint(Geometry value) {
      footprint = value;
      return this;
    }

    Scene make() {
      return new Scene(
          id,
          "test",
          Instant.parse(at),
          "sentinel-2a",
          pass,
          tile,
          baseline,
          revision,
          epsg,
          cloud,
          Optional.empty(),
          footprint,
          Map.of());
    }
  }
}
