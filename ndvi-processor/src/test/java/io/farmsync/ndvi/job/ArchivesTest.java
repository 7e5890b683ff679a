package io.farmsync.ndvi.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import io.farmsync.ndvi.Farms;
import io.farmsync.ndvi.SampleScenes;
import io.farmsync.ndvi.job.JobRunner.End;
import io.farmsync.ndvi.plan.BackfillPolicy;
import io.farmsync.ndvi.plan.JobPlanner;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.cog.CogRasterSource;
import io.farmsync.ndvi.scene.sas.SasTokens;
import io.farmsync.ndvi.scene.sas.SignedRasterSource;
import io.farmsync.ndvi.scene.stac.StacCatalog;
import io.farmsync.ndvi.scene.stac.StacSettings;
import io.farmsync.ndvi.zonal.Coverage;
import io.farmsync.ndvi.zonal.FieldObserver;
import io.farmsync.ndvi.zonal.PixelMask;
import io.farmsync.ndvi.zonal.Projection;
import io.farmsync.ndvi.zonal.SpectralIndices;
import io.farmsync.platform.upstream.AllowedHosts;
import io.farmsync.platform.upstream.Quota;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamListener;
import io.farmsync.samples.Exchange;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.NdviResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job of one month against archives that name and guard the same six scenes in their own ways.
 * Two of the scenes are clear; the values are those of the sample data's {@code expected.json}.
 */
class ArchivesTest {
  private static final String SIGNATURE = "st=1&sig=a%2Bb";

  private HttpServer tokens;

  @BeforeEach
  void giveOutTokens() throws IOException {
    tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tokens.createContext(
        "/token",
        exchange -> {
          byte[] body =
              "{\"msft:expiry\":\"%s\",\"token\":\"%s\"}"
                  .formatted(Instant.now().plus(Duration.ofMinutes(45)), SIGNATURE)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    tokens.start();
  }

  @AfterEach
  void stop() {
    tokens.stop(0);
  }

  @Test
  void copernicusScenesAreFoundReadAndMeasured() throws IOException {
    try (var servers = SampleUpstreams.start()) {
      var written = new Written();
      var upstream = upstream(servers);

      End end = run(servers, upstream, files(upstream), "mol-2023-04-cdse", written);

      assertThat(end).isEqualTo(new End.Success());
      assertExpected(written);
      assertThat(written.observed().getLast().provenance().scenes().getFirst().crs())
          .isEqualTo("EPSG:32631");
    }
  }

  @Test
  void copernicusOwnLinksAreRefusedByNameAndNothingIsAsked() throws IOException {
    try (var servers =
        SampleUpstreams.builder().alterItems(ArchivesTest::asCopernicusLinks).start()) {
      var written = new Written();
      var upstream = upstream(servers);

      End end = run(servers, upstream, files(upstream), "mol-2023-04-cdse", written);

      assertThat(end)
          .isInstanceOfSatisfying(
              End.Failure.class,
              failure -> assertThat(failure.code()).isEqualTo(JobCode.UPSTREAM_ERROR));
      assertThat(written.results())
          .filteredOn(NdviResult.Failed.class::isInstance)
          .map(NdviResult.Failed.class::cast)
          .filteredOn(failed -> failed.date() != null)
          .hasSize(6)
          .allSatisfy(failed -> assertThat(failed.detail()).contains("eodata").contains(".jp2"));
      assertThat(servers.requests(Route.FILES)).isZero();
    }
  }

  @Test
  void planetaryComputersFilesAreReadBySignedLinksOnly() throws IOException {
    try (var servers = SampleUpstreams.start()) {
      servers.failWhen(
          Route.FILES, request -> !SIGNATURE.equals(request.query()), Fault.status(403));
      var written = new Written();
      var upstream = upstream(servers);
      var signed =
          new SignedRasterSource(
              files(upstream),
              new SasTokens(upstream, tokenUrl(), Clock.systemUTC()),
              link -> link.getPort() == servers.filesUrl().getPort());

      End end = run(servers, upstream, signed, "mol-2023-04-pc", written);

      assertThat(end).isEqualTo(new End.Success());
      assertExpected(written);
      assertThat(servers.exchanges(Route.FILES))
          .isNotEmpty()
          .extracting(Exchange::request)
          .allSatisfy(request -> assertThat(request.query()).isEqualTo(SIGNATURE));
    }
  }

  /** As its catalogue gives them: objects of a store that wants a login. */
  private static ObjectNode asCopernicusLinks(ObjectNode item) {
    item.path("assets")
        .forEach(asset ->
            ((ObjectNode) asset).put("href", "s3://eodata/Sentinel-2/MSI/L2A/B04_10m.jp2"));
    return item;
  }

  private static void assertExpected(Written written) {
    var clear =
        written.observed().stream()
            .filter(observed -> observed.statistics().mean() != null)
            .map(observed -> Objects.requireNonNull(observed.statistics().mean()))
            .sorted()
            .toList();
    assertThat(written.observed()).hasSize(6);
    assertThat(clear).hasSize(2);
    assertThat(clear.getFirst()).isCloseTo(0.90267448523506, within(1e-6));
    assertThat(clear.getLast()).isCloseTo(0.9047643186107966, within(1e-6));
  }

  private Upstream upstream(SampleUpstreams servers) {
    return new Upstream(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
        new AllowedHosts(List.of(servers.stacUrl(), servers.filesUrl(), tokenUrl()), List.of()),
        SampleScenes.LIMITS,
        Quota.NONE,
        UpstreamListener.NONE,
        Clock.systemUTC());
  }

  private URI tokenUrl() {
    return URI.create("http://127.0.0.1:" + tokens.getAddress().getPort() + "/token");
  }

  private static RasterSource files(Upstream upstream) {
    return new CogRasterSource(upstream, SampleScenes.COG_LIMITS);
  }

  private static End run(
      SampleUpstreams servers,
      Upstream upstream,
      RasterSource files,
      String collection,
      Written written) {
    var catalog =
        new StacCatalog(
            upstream,
            new StacSettings(servers.stacUrl(), List.of(collection), 100, 1000, 16 << 20),
            tools.jackson.databind.json.JsonMapper.shared());
    var mask = PixelMask.DEFAULT;
    var runner =
        new JobRunner(
            SpectralIndices.ALL,
            catalog,
            new FieldObserver(files, new Projection(), mask, Coverage.Rule.AREA, 5000, 4),
            new ResultWriter("http://catalogue", mask, Coverage.Rule.AREA, "test"),
            new JobLimits(0, Duration.ofMillis(20), Duration.ofMinutes(1), 1),
            JobListener.NONE,
            Clock.systemUTC());
    try {
      return runner.run(request(), 1, written);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static NdviRequest request() {
    var event =
        Farms.event(
            new UUID(1, 2),
            FarmEvent.Type.REGISTERED,
            1,
            Instant.parse("2023-04-30T12:00:00Z"),
            "fields/mol.geojson",
            "mol-01");
    return new JobPlanner(new BackfillPolicy(30, 31, List.of("ndvi"), 100, 7))
        .plan(event)
        .getFirst();
  }
}
