package io.farmsync.ndvi.zonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.ndvi.SampleScenes;
import io.farmsync.ndvi.scene.Band;
import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.Pixels;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.zonal.Picture.Stretch;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FieldPainterTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final int CLEAR = 0;

  private final Projection projection = new Projection();
  private SampleUpstreams servers;
  private SampleScenes samples;
  private RasterSource rasters;

  @BeforeAll
  void serveSamples() throws IOException {
    servers = SampleUpstreams.start();
    samples = new SampleScenes(servers);
    rasters = samples.rasters();
  }

  @AfterAll
  void stop() {
    servers.close();
  }

  @Test
  void everyPixelIsThatOfTheSceneUnderItsMiddleOrTransparent() throws IOException {
    Scene scene = scene("postel-2019", "S2B_31UFS_20190411_0_ICOR");
    Geometry field =
        Objects.requireNonNull(SampleScenes.fields("fields/postel.geojson").get("postel-10"));
    Picture picture = painter(Stretch.FIXED).paint(field, pass(scene), ndvi(), 128).orElseThrow();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png()));
    Pixels red = whole(scene, Band.RED);
    Pixels nir = whole(scene, Band.NIR);
    Pixels classes = whole(scene, Band.SCL);
    byte[] colours = Palette.RED_YELLOW_GREEN.triples(254);
    Envelope box = field.getEnvelopeInternal();
    var mover = projection.fromWgs84(32631);
    int painted = 0;
    for (int row = 0; row < 128; row++) {
      for (int column = 0; column < 128; column++) {
        double longitude = box.getMinX() + (column + 0.5) * box.getWidth() / 128;
        double latitude = box.getMaxY() - (row + 0.5) * box.getHeight() / 128;
        mover.move(longitude, latitude);
        double r = red.atPoint(mover.x(), mover.y());
        double n = nir.atPoint(mover.x(), mover.y());
        int expected = CLEAR;
        if (field.contains(GEOMETRIES.createPoint(new Coordinate(longitude, latitude)))
            && !PixelMask.DEFAULT.leavesOut((int) classes.atPoint(mover.x(), mover.y()))
            && n + r > 0) {
          int colour = (int) Math.clamp(((n - r) / (n + r) + 1) / 2 * 254, 0, 253);
          expected =
              0xff000000
                  | (colours[3 * colour] & 0xff) << 16
                  | (colours[3 * colour + 1] & 0xff) << 8
                  | (colours[3 * colour + 2] & 0xff);
          painted++;
        }
        int actual = image.getRGB(column, row);
        assertThat(actual >>> 24 == 0 ? CLEAR : actual)
            .as("column %d, row %d", column, row)
            .isEqualTo(expected);
      }
    }
    assertThat(painted).isGreaterThan(1000);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 512, 1024})
  void pictureHasTheAskedSizeAndTheFieldsBounds(int size) throws IOException {
    Picture picture = paint("pj-01", "S2A_31UES_20190705_0_L2A", ndvi(), size);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png()));

    assertThat(image.getWidth()).isEqualTo(size);
    assertThat(image.getHeight()).isEqualTo(size);
    assertThat(picture.bounds().equals(field("pj-01").getEnvelopeInternal())).isTrue();
    assertThat(picture.validFraction()).isCloseTo(1, within(0.01));
    assertThat(picture.low()).isLessThan(picture.high());
  }

  /** By the zlib of the JDK; another one may pack the same pixels into other bytes. */
  @Test
  void sameInputIsTheSameBytes() throws Exception {
    byte[] png = paint("pj-01", "S2A_31UES_20190705_0_L2A", ndvi(), 256).png();

    assertThat(paint("pj-01", "S2A_31UES_20190705_0_L2A", ndvi(), 256).png()).isEqualTo(png);
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(png)))
        .isEqualTo("7abf31c39596005e0cfb36f999b45f9b02c2aed58887d39ec107cbd2d9727424");
  }

  @Test
  void everyIndexHasPixelsAndColoursOfItsOwn() {
    byte[] ndvi = paint("pj-01", "S2A_31UES_20190705_0_L2A", ndvi(), 128).png();
    byte[] ndwi = paint("pj-01", "S2A_31UES_20190705_0_L2A", SpectralIndices.NDWI, 128).png();
    byte[] ndmi = paint("pj-01", "S2A_31UES_20190705_0_L2A", SpectralIndices.NDMI, 128).png();

    assertThat(List.of(ndvi, ndwi, ndmi)).doesNotHaveDuplicates();
  }

  @Test
  void fieldWithoutAValidPixelHasNoPicture() {
    assertThat(
            painter(Stretch.HISTOGRAM)
                .paint(
                    field("pj-01"),
                    pass(scene("pajottenland", "S2B_31UES_20180814_0_L2A")),
                    ndvi(),
                    128))
        .isEmpty();
  }

  @Test
  void largeFieldIsPaintedFromReducedImages() throws IOException {
    Scene scene = scene("pajottenland-fulltile", "S2A_31UES_20190426_0_L2A");
    Geometry patch = field("pj-01").getEnvelope();
    Envelope wide = patch.getEnvelopeInternal();
    wide.expandBy(0.3, 0.2);
    servers.clearLog();

    Picture picture =
        painter(Stretch.FIXED)
            .paint(GEOMETRIES.toGeometry(wide), pass(scene), ndvi(), 128)
            .orElseThrow();

    assertThat(ImageIO.read(new ByteArrayInputStream(picture.png())).getWidth()).isEqualTo(128);
    assertThat(servers.requests(Route.FILES)).isLessThan(20);
  }

  @Test
  void sizeOutOfBoundsIsRefused() {
    assertThatThrownBy(() -> paint("pj-01", "S2A_31UES_20190705_0_L2A", ndvi(), 1025))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("128 to 1024");
  }

  @Test
  void noiseOfTheGreatestSizeFitsARecord() {
    var random = new Random(1);
    byte[] noise = new byte[1024 * 1024];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (1 + random.nextInt(32));
    }
    assertThat(IndexedPng.of(noise, 1024, Palette.RED_YELLOW_GREEN.triples(32)).length)
        .isLessThan(FieldPainter.MOST_BYTES);
  }

  private Picture paint(String field, String scene, SpectralIndex index, int size) {
    return painter(Stretch.HISTOGRAM)
        .paint(field(field), pass(scene("pajottenland", scene)), index, size)
        .orElseThrow();
  }

  private FieldPainter painter(Stretch stretch) {
    return new FieldPainter(rasters, projection, PixelMask.DEFAULT, stretch);
  }

  private static SpectralIndex ndvi() {
    return SpectralIndices.NDVI;
  }

  private static Geometry field(String id) {
    return Objects.requireNonNull(SampleScenes.fields("fields/pajottenland.geojson").get(id));
  }

  private Scene scene(String collection, String id) {
    return Objects.requireNonNull(samples.scenes(collection).get(id));
  }

  private static Pass pass(Scene scene) {
    return new Pass(scene.acquired().atZone(ZoneOffset.UTC).toLocalDate(), List.of(scene));
  }

  private Pixels whole(Scene scene, Band band) {
    var raster = rasters.open(scene.asset(band));
    return raster.read(raster.grid().bounds());
  }
}
