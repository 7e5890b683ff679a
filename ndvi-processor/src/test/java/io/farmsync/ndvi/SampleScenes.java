package io.farmsync.ndvi;

import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.cog.CogLimits;
import io.farmsync.ndvi.scene.cog.CogRasterSource;
import io.farmsync.ndvi.scene.stac.StacCatalog;
import io.farmsync.ndvi.scene.stac.StacSettings;
import io.farmsync.ndvi.zonal.FieldBoundary;
import io.farmsync.platform.upstream.AllowedHosts;
import io.farmsync.platform.upstream.Quota;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamLimits;
import io.farmsync.platform.upstream.UpstreamListener;
import io.farmsync.samples.SampleData;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.kafka.WireJson;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sample scenes and fields, read through our own catalogue client and COG reader from a local
 * server.
 */
public final class SampleScenes {
  public static final UpstreamLimits LIMITS =
      new UpstreamLimits(
          Duration.ofSeconds(5),
          3,
          Duration.ofMillis(20),
          Duration.ofSeconds(2),
          16,
          3,
          Duration.ofMillis(300),
          UpstreamLimits.HOST_IN_TROUBLE);
  public static final CogLimits COG_LIMITS = new CogLimits(64 << 20, 4 << 20, 32 << 20, 1 << 22);

  private static final Bbox ANYWHERE =
      new Bbox(new BigDecimal(-90), new BigDecimal(-180), new BigDecimal(90), new BigDecimal(180));

  private final SampleUpstreams servers;
  private final Upstream upstream;

  public SampleScenes(SampleUpstreams servers) {
    this(servers, LIMITS);
  }

  public SampleScenes(SampleUpstreams servers, UpstreamLimits limits) {
    this.servers = servers;
    this.upstream =
        new Upstream(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
            new AllowedHosts(List.of(servers.stacUrl(), servers.filesUrl()), List.of()),
            limits,
            Quota.NONE,
            UpstreamListener.NONE,
            Clock.systemUTC());
  }

  public Upstream upstream() {
    return upstream;
  }

  public StacCatalog catalog(String... collections) {
    return new StacCatalog(
        upstream,
        new StacSettings(servers.stacUrl(), List.of(collections), 100, 1000, 16 << 20),
        JsonMapper.shared());
  }

  public CogRasterSource rasters() {
    return new CogRasterSource(upstream, COG_LIMITS);
  }

  /** All scenes of a sample collection, by id. */
  public Map<String, Scene> scenes(String collection) {
    return catalog(collection)
        .search(
            new Envelope(-180, 180, -90, 90), LocalDate.of(2017, 1, 1), LocalDate.of(2024, 1, 1))
        .stream()
        .collect(Collectors.toMap(Scene::id, scene -> scene));
  }

  /** The usable fields of a GeoJSON file, by id. */
  public static Map<String, Geometry> fields(String file) {
    var fields = new LinkedHashMap<String, Geometry>();
    for (JsonNode feature : new SampleData().json(file).path("features")) {
      try {
        fields.put(feature.path("id").stringValue(), field(feature));
      } catch (RuntimeException unusable) {
        // Some sample fields are broken on purpose; a test that needs one fails at the look-up.
      }
    }
    return fields;
  }

  private static Geometry field(JsonNode feature) {
    return FieldBoundary.of(
        WireJson.mapper().treeToValue(feature.path("geometry"), io.farmsync.schemas.Geometry.class),
        ANYWHERE);
  }
}
