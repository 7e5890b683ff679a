package io.farmsync.ndvi.zonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.ndvi.scene.Asset;
import io.farmsync.ndvi.scene.Band;
import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.Pixels;
import io.farmsync.ndvi.scene.Raster;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.Reflectance.Decision;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.ndvi.scene.Window;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * Merging tiles and zones, on rasters made by hand: every pixel's number is a function of where it
 * lies.
 */
class FieldObserverTest {
  private static final int MANY = 1 << 20;
  private static final Projection PROJECTION = new Projection();

  /** About 300 m x 200 m on the border of zones 31 and 32. */
  private static final Geometry FIELD =
      new GeometryFactory().toGeometry(new Envelope(5.998, 6.002, 50.500, 50.502));

  private final Map<URI, Raster> files = new HashMap<>();

  @Test
  void fieldOnTwoTilesIsMergedNotHalved() {
    Window window = around(FIELD, 32631);
    int cut = window.column() + window.width() / 2;
    Scene western = scene("west", 32631, new Window(0, 0, cut, 1 << 24), 1000, 3000);
    Scene eastern = scene("east", 32631, new Window(cut, 0, 1 << 24, 1 << 24), 1000, 3000);

    Observation merged = observe(western, eastern);

    PixelCounts pixels = merged.statistics().pixels();
    assertThat(pixels.valid()).isCloseTo(pixels.total(), within(1e-9));
    assertThat(merged.statistics().totalHectares()).isCloseTo(6.3, within(0.1));
    assertThat(merged.uses()).extracting(use -> use.scene().id()).containsExactly("west", "east");
    assertThat(merged.statistics().values().orElseThrow().mean()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void tileOfTheNeighbouringZoneFillsWhatTheFirstDoesNotShow() {
    Window window = around(FIELD, 32631);
    int cut = window.column() + window.width() / 2;
    Scene western = scene("west", 32631, new Window(0, 0, cut, 1 << 24), 1000, 3000);
    Scene neighbour = scene("zone 32", 32632, everywhere(), 1000, 3000);

    Observation merged = observe(western, neighbour);

    PixelCounts pixels = merged.statistics().pixels();
    assertThat(pixels.valid()).isCloseTo(pixels.total(), within(1e-9));
    assertThat(merged.uses()).extracting(Observation.SceneUse::epsg).containsExactly(32631, 32632);
  }

  @Test
  void tileThatShowsTheWholeFieldLeavesTheOthersUnread() {
    Scene whole = scene("whole", 32631, everywhere(), 1000, 3000);
    Scene unread = scene("unread", 32631, everywhere(), 1000, 9000);
    unread.assets().values().forEach(asset -> files.remove(asset.href()));

    Observation observation = observe(whole, unread);

    assertThat(observation.problems()).isEmpty();
    assertThat(observation.uses()).hasSize(1);
  }

  @Test
  void brokenTileIsNamedAndTheOthersServe() {
    Scene broken = scene("broken", 32631, everywhere(), 1000, 9000);
    files.remove(broken.asset(Band.NIR).href());
    Scene whole = scene("whole", 32631, everywhere(), 1000, 3000);

    Observation observation = observe(broken, whole);

    assertThat(observation.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.scene()).isEqualTo(broken));
    assertThat(observation.statistics().values().orElseThrow().mean())
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void passWithoutAReadableTileSaysWhy() {
    Scene broken = scene("broken", 32631, everywhere(), 1000, 9000);
    files.remove(broken.asset(Band.RED).href());

    assertThatThrownBy(() -> observe(broken))
        .isInstanceOf(UnreadablePass.class)
        .hasMessageContaining("gone");
  }

  @Test
  void fileInAnotherReferenceSystemThanItsItemIsRefused() {
    Scene honest = scene("lying", 32631, everywhere(), 1000, 3000);
    Scene lying = withEpsg(honest, 32632);

    assertThatThrownBy(() -> observe(lying))
        .isInstanceOf(UnreadablePass.class)
        .hasMessageContaining("EPSG:32631");
  }

  @Test
  void offsetThatWouldMakeReflectanceImpossibleIsLeftOutAndSaid() {
    Scene corrected =
        withBaseline(scene("corrected already", 32631, everywhere(), 300, 3000), "04.00");

    Observation observation = observe(corrected);

    assertThat(observation.uses().getFirst().reflectance().decision())
        .isEqualTo(Decision.IMPLAUSIBLE_OFFSET_LEFT_OUT);
    assertThat(observation.statistics().values().orElseThrow().mean())
        .isCloseTo(2700.0 / 3300, within(1e-12));
  }

  @Test
  void moistureIndexStandsOnTheFinerGrid() {
    Scene scene = scene("mixed", 32631, everywhere(), 1000, 3000);

    Observation observation = observer().observe(FIELD, pass(scene), SpectralIndices.NDMI);

    assertThat(observation.statistics().pixelHectares()).isEqualTo(0.01);
    assertThat(observation.statistics().values().orElseThrow().mean())
        .isCloseTo(0.2, within(1e-12));
  }

  private Observation observe(Scene... scenes) {
    return observer().observe(FIELD, pass(scenes), SpectralIndices.NDVI);
  }

  private FieldObserver observer() {
    RasterSource source =
        asset -> {
          Raster raster = files.get(asset.href());
          if (raster == null) {
            throw new UnreadableRaster("gone: " + asset.href());
          }
          return raster;
        };
    return new FieldObserver(source, PROJECTION, PixelMask.DEFAULT, Coverage.Rule.AREA, 5000, 4);
  }

  private static Pass pass(Scene... scenes) {
    return new Pass(LocalDate.of(2024, 6, 1), List.of(scenes));
  }

  private static Window everywhere() {
    return new Window(0, 0, 1 << 24, 1 << 24);
  }

  private static Window around(Geometry field, int epsg) {
    return Coverage.windowOf(PROJECTION.project(field, epsg), grid(epsg, 10), MANY);
  }

  private static Grid grid(int epsg, int metres) {
    return new Grid(
        epsg, 200_000, 5_700_000, metres, metres, 200_000 / metres * 5, 200_000 / metres * 5);
  }

  private Scene scene(String id, int epsg, Window shown, int red, int nir) {
    var assets = new EnumMap<Band, Asset>(Band.class);
    for (Band band : List.of(Band.RED, Band.NIR, Band.SWIR16, Band.SCL)) {
      URI href = URI.create("http://files/" + id.replace(' ', '-') + "/" + band);
      int number =
          switch (band) {
            case RED -> red;
            case NIR -> nir;
            case SWIR16 -> 2000;
            default -> 4;
          };
      int metres = band == Band.SWIR16 || band == Band.SCL ? 20 : 10;
      Window cut =
          metres == 20
              ? new Window(shown.column() / 2, 0, (shown.width() + 1) / 2, 1 << 23)
              : shown;
      files.put(href, new Flat(grid(epsg, metres), cut, number));
      assets.put(band, new Asset(href, 0, OptionalDouble.empty(), OptionalDouble.empty()));
    }
    return new Scene(
        id,
        "test",
        Instant.parse("2024-06-01T10:50:00Z"),
        "sentinel-2a",
        "pass",
        id,
        Optional.empty(),
        "",
        OptionalInt.of(epsg),
        OptionalDouble.empty(),
        Optional.empty(),
        FIELD.getEnvelope(),
        assets);
  }

  private static Scene withEpsg(Scene scene, int epsg) {
    return copy(scene, OptionalInt.of(epsg), scene.baseline());
  }

  private static Scene withBaseline(Scene scene, String baseline) {
    return copy(scene, scene.epsg(), Optional.of(baseline));
  }

  private static Scene copy(Scene scene, OptionalInt epsg, Optional<String> baseline) {
    return new Scene(
        scene.id(),
        scene.collection(),
        scene.acquired(),
        scene.platform(),
        scene.pass(),
        scene.tile(),
        baseline,
        scene.revision(),
        epsg,
        scene.cloudFraction(),
        scene.offsetApplied(),
        scene.footprint(),
        scene.assets());
  }

  @Test
  void projectionBetweenZonesGoesThereAndBack() {
    var there = PROJECTION.mover(32631, 32632);
    var back = PROJECTION.mover(32632, 32631);
    there.move(712_345.6, 5_600_123.4);
    back.move(there.x(), there.y());
    assertThat(back.x()).isCloseTo(712_345.6, within(1e-6));
    assertThat(back.y()).isCloseTo(5_600_123.4, within(1e-6));
  }

  /** One number within a window, no data elsewhere. */
  private record Flat(Grid grid, Window shown, float number) implements Raster {
    @Override
    public BlockSize blocks() {
      return new BlockSize(512, 512);
    }

    @Override
    public boolean isAtHand(Window window) {
      return true;
    }

    @Override
    public Raster reducedTo(double pixelWidth) {
      return this;
    }

    @Override
    public Pixels read(Window window) {
      var values = new float[(int) window.pixels()];
      for (int i = 0; i < values.length; i++) {
        int column = window.column() + i % window.width();
        int row = window.row() + i / window.width();
        values[i] = shown.contains(column, row) ? number : Float.NaN;
      }
      return new Pixels(grid, window, values);
    }
  }
}
