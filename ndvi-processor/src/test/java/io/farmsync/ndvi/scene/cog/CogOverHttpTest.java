package io.farmsync.ndvi.scene.cog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.ndvi.SampleScenes;
import io.farmsync.ndvi.scene.Asset;
import io.farmsync.ndvi.scene.Band;
import io.farmsync.ndvi.scene.Pixels;
import io.farmsync.ndvi.scene.Raster;
import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.ndvi.scene.Window;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of a full tile, from a server that answers as object stores do, or does not. */
class CogOverHttpTest {
  /** Where the full-size file has its pixels. */
  private static final Window PATCH = new Window(7470, 7756, 64, 64);

  private SampleUpstreams servers;
  private SampleScenes samples;
  private Asset red;

  @BeforeEach
  void start() throws IOException {
    servers = SampleUpstreams.start();
    samples = new SampleScenes(servers);
    red =
        Objects.requireNonNull(
                samples.scenes("pajottenland-fulltile").get("S2A_31UES_20190516_0_L2A"))
            .asset(Band.RED);
    servers.clearLog();
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void fieldInAFullTileCostsTheHeaderAndItsBlocks() {
    Raster raster = samples.rasters().open(red);
    Pixels pixels = raster.read(PATCH);

    assertThat(pixels.window()).isEqualTo(PATCH);
    assertThat(pixels.at(7500, 7790)).isPositive();
    assertThat(servers.requests(Route.FILES)).isLessThanOrEqualTo(3);
    assertThat(servers.bytes(Route.FILES)).isLessThan(100_000);
  }

  @Test
  void headerAndBlocksAreFetchedOnce() {
    CogRasterSource rasters = samples.rasters();
    rasters.open(red).read(PATCH);
    long requests = servers.requests(Route.FILES);

    rasters.open(red).read(new Window(PATCH.column() + 5, PATCH.row() + 5, 20, 20));

    assertThat(servers.requests(Route.FILES)).isEqualTo(requests);
  }

  @Test
  void htmlInsteadOfAFileIsAFirewall() {
    servers.fail(Route.FILES, Fault.htmlPage());

    assertThatThrownBy(() -> samples.rasters().open(red))
        .isInstanceOfSatisfying(
            UpstreamFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(UpstreamFailure.Kind.WAF_BLOCKED));
  }

  @Test
  void noiseInsteadOfAFileIsRefusedAsWhatItIs() {
    servers.fail(Route.FILES, Fault.garbage());

    assertThatThrownBy(() -> samples.rasters().open(red))
        .isInstanceOf(UnreadableRaster.class)
        .hasMessageContaining("not a TIFF");
  }

  @Test
  void serverThatIgnoresRangesIsReadAsAWhole() {
    var data = new io.farmsync.samples.SampleData();
    String path = red.href().getPath().substring(1);
    assertThat(data.contains(path)).isTrue();
    var whole = new HttpFileTestServer(data.bytes(path));
    try (whole) {
      var asset = new Asset(whole.uri(), 0, red.scale(), red.offset());
      var rasters = new CogRasterSource(whole.upstream(), SampleScenes.COG_LIMITS);

      assertThat(rasters.open(asset).read(PATCH).at(7500, 7790)).isPositive();
      assertThat(whole.requests()).isEqualTo(1);

      var little = new CogLimits(1 << 20, 1 << 20, 10_000, 1 << 20);
      assertThatThrownBy(() -> new CogRasterSource(whole.upstream(), little).open(asset))
          .hasMessageContaining("longer than 10000 bytes");
    }
  }

  @Test
  void everyBandOfASceneIsFound() {
    Map<Band, Asset> assets =
        Objects.requireNonNull(samples.scenes("mol-2023-04-cdse").values().iterator().next())
            .assets();

    assertThat(assets).containsOnlyKeys(Band.RED, Band.NIR, Band.SWIR16, Band.SCL);
  }
}
