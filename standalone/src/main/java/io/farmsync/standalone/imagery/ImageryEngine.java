package io.farmsync.standalone.imagery;

import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.SceneCatalog;
import io.farmsync.ndvi.scene.cog.CogLimits;
import io.farmsync.ndvi.scene.cog.CogRasterSource;
import io.farmsync.ndvi.scene.stac.StacCatalog;
import io.farmsync.ndvi.scene.stac.StacSettings;
import io.farmsync.ndvi.zonal.Coverage;
import io.farmsync.ndvi.zonal.FieldObserver;
import io.farmsync.ndvi.zonal.Observation;
import io.farmsync.ndvi.zonal.Picture;
import io.farmsync.ndvi.zonal.PixelMask;
import io.farmsync.ndvi.zonal.Projection;
import io.farmsync.ndvi.zonal.SpectralIndex;
import io.farmsync.ndvi.zonal.UnreadablePass;
import io.farmsync.platform.upstream.AllowedHosts;
import io.farmsync.platform.upstream.Quota;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamLimits;
import io.farmsync.platform.upstream.UpstreamListener;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.locationtech.jts.geom.Geometry;
import tools.jackson.databind.json.JsonMapper;

/** The engine of the imagery processor with the service's limits, for one user and one run. */
public final class ImageryEngine {
  private static final double MOST_KM2 = 5000;
  private static final int BLOCKS_AT_ONCE = 2;
  private static final CogLimits LIMITS = new CogLimits(128 << 20, 8 << 20, 32 << 20, 4 << 20);

  private final SceneCatalog catalog;
  private final FieldObserver observer;

  /**
   * @param collections of the catalogue that are searched
   * @param fileHosts that files may come from besides the catalogue's own host
   */
  public ImageryEngine(
      URI stacUrl, List<String> collections, List<String> fileHosts, Coverage.Rule rule) {
    var upstream =
        new Upstream(
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build(),
            new AllowedHosts(List.of(stacUrl), fileHosts),
            new UpstreamLimits(
                Duration.ofSeconds(20),
                3,
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                16,
                3,
                Duration.ofSeconds(60),
                UpstreamLimits.HOST_IN_TROUBLE),
            Quota.NONE,
            UpstreamListener.NONE,
            Clock.systemUTC());
    this.catalog =
        new StacCatalog(
            upstream,
            new StacSettings(stacUrl, collections, 100, 2000, 16 << 20),
            JsonMapper.shared());
    this.observer =
        new FieldObserver(
            new CogRasterSource(upstream, LIMITS),
            new Projection(),
            PixelMask.DEFAULT,
            rule,
            MOST_KM2,
            2);
  }

  /**
   * The passes over a field by day, days ascending.
   *
   * @param maxCloud percent; scenes with more are left out
   */
  public Map<LocalDate, List<Pass>> passes(
      Geometry field, LocalDate from, LocalDate to, int maxCloud) {
    List<Scene> scenes =
        catalog.search(field.getEnvelopeInternal(), from, to).stream()
            .filter(scene -> scene.cloudFraction().orElse(0) * 100 <= maxCloud)
            .toList();
    return Pass.byDay(scenes, field);
  }

  /**
   * What one pass shows of several fields, block by block, so that neighbours share what is read.
   *
   * @return by the field's number; without those of which it has no data or that cannot be read
   */
  public Map<Integer, Observation> observeTogether(
      List<Geometry> fields, Pass pass, SpectralIndex index) {
    var seen = new ConcurrentHashMap<Integer, Observation>();
    try {
      observer.observeAll(fields, pass, index, BLOCKS_AT_ONCE, seen::put);
    } catch (UnreadablePass _) {
      // of one field; whoever wants the others asks for each
    }
    seen.values().removeIf(observation -> observation.statistics().pixels().data() == 0);
    return seen;
  }

  /**
   * The first pass of a day that has data, else the first at all.
   *
   * @throws UnreadablePass if none can be read
   */
  public Observation observe(Geometry field, List<Pass> passesOfADay, SpectralIndex index) {
    Observation without = null;
    UnreadablePass unreadable = null;
    for (Pass pass : passesOfADay) {
      try {
        Observation observation = observer.observe(field, pass, index);
        if (observation.statistics().pixels().data() > 0) {
          return observation;
        }
        without = without == null ? observation : without;
      } catch (UnreadablePass broken) {
        unreadable = broken;
      }
    }
    if (without != null) {
      return without;
    }
    throw unreadable == null ? new IllegalArgumentException("passes: none") : unreadable;
  }

  public Optional<Picture> paint(Geometry field, Pass pass, SpectralIndex index, int size) {
    return observer.painter().paint(field, pass, index, size);
  }
}
