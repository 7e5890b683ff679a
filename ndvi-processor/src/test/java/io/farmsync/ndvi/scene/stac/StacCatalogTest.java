package io.farmsync.ndvi.scene.stac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.ndvi.SampleScenes;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.SceneCatalog;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.platform.upstream.UpstreamFailure.Kind;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleData;
import io.farmsync.samples.SampleUpstreams;
import java.io.IOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Envelope;
import tools.jackson.databind.json.JsonMapper;

class StacCatalogTest {
  private static final Envelope PAJOTTENLAND = new Envelope(4.060, 4.062, 50.745, 50.746);
  private static final LocalDate FROM = LocalDate.of(2018, 8, 1);
  private static final LocalDate TO = LocalDate.of(2019, 12, 1);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyPageIsReadHoweverTheNextLinkIsWritten(boolean merge) throws IOException {
    var settings = SampleUpstreams.builder();
    try (var servers = (merge ? settings.mergeNextLinks() : settings).start()) {
      List<Scene> scenes = search(catalog(servers, "", 10, 1000));

      assertThat(scenes).hasSize(48).extracting(Scene::id).doesNotHaveDuplicates();
      assertThat(servers.requests(Route.STAC_SEARCH)).isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void trailingSlashOfTheBaseUrlDoesNotMatter() throws IOException {
    try (var servers = SampleUpstreams.start()) {
      assertThat(search(catalog(servers, "/", 100, 1000))).hasSize(48);
    }
  }

  @Test
  void onlyScenesOfTheWindowAreFound() throws IOException {
    try (var servers = SampleUpstreams.start()) {
      SceneCatalog catalog = catalog(servers, "", 100, 1000);
      LocalDate day = LocalDate.of(2018, 8, 4);

      assertThat(catalog.search(PAJOTTENLAND, day, day)).hasSize(1);
      assertThat(catalog.search(PAJOTTENLAND, day.plusDays(1), day.plusDays(1))).isEmpty();
    }
  }

  @Test
  void moreItemsThanTheBoundAreRefusedNotCutOff() throws IOException {
    try (var servers = SampleUpstreams.start()) {
      assertThatThrownBy(() -> search(catalog(servers, "", 10, 30)))
          .isInstanceOf(UpstreamFailure.class)
          .hasMessageContaining("expected: at most 30 items");
    }
  }

  @Test
  void itemThatCannotBeReadIsLeftOutAndTheOthersStay() throws IOException {
    String good = new SampleData().text("stac/pajottenland/S2B_31UES_20180804_0_L2A.json");
    try (var servers = SampleUpstreams.start()) {
      servers.failNext(
          Route.STAC_SEARCH, 1, Fault.json("{\"features\": [{\"id\": \"broken\"}, " + good + "]}"));

      assertThat(search(catalog(servers, "", 100, 1000)))
          .extracting(Scene::id)
          .containsExactly("S2B_31UES_20180804_0_L2A");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, AUTH_FAILED, 1",
    "403, AUTH_FAILED, 1",
    "400, INVALID_REQUEST, 1",
    "422, INVALID_REQUEST, 1",
    "404, NOT_FOUND, 1",
    "500, SERVER_ERROR, 3",
    "503, SERVER_ERROR, 3"
  })
  void statusDecidesWhatFollows(int status, Kind kind, int requests) throws IOException {
    try (var servers = SampleUpstreams.start()) {
      servers.fail(Route.STAC_SEARCH, Fault.status(status));

      assertFails(servers, kind);
      assertThat(servers.requests(Route.STAC_SEARCH)).isEqualTo(requests);
    }
  }

  @Test
  void htmlPageWithStatus200IsAFirewallAndNotAskedAgain() throws IOException {
    try (var servers = SampleUpstreams.start()) {
      servers.fail(Route.STAC_SEARCH, Fault.htmlPage());

      assertFails(servers, Kind.WAF_BLOCKED);
      assertThat(servers.requests(Route.STAC_SEARCH)).isEqualTo(1);
    }
  }

  @Test
  void answerThatIsNotAFeatureCollectionIsABadAnswer() throws IOException {
    try (var servers = SampleUpstreams.start()) {
      servers.fail(Route.STAC_SEARCH, Fault.json("{\"numberMatched\": 3}"));
      assertFails(servers, Kind.BAD_ANSWER);
      servers.heal().fail(Route.STAC_SEARCH, Fault.garbage());
      assertFails(servers, Kind.BAD_ANSWER);
    }
  }

  private static void assertFails(SampleUpstreams servers, Kind kind) {
    assertThatThrownBy(() -> search(catalog(servers, "", 100, 1000)))
        .isInstanceOfSatisfying(
            UpstreamFailure.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
  }

  private static List<Scene> search(SceneCatalog catalog) {
    return catalog.search(PAJOTTENLAND, FROM, TO);
  }

  private static SceneCatalog catalog(
      SampleUpstreams servers, String slash, int pageSize, int mostItems) {
    return new StacCatalog(
        new SampleScenes(servers).upstream(),
        new StacSettings(
            URI.create(servers.stacUrl() + slash),
            List.of("pajottenland"),
            pageSize,
            mostItems,
            16 << 20),
        JsonMapper.shared());
  }
}
