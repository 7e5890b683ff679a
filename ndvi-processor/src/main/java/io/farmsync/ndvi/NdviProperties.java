package io.farmsync.ndvi;

import io.farmsync.ndvi.zonal.Coverage;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the imagery processor; the defaults stand in {@code ndvi-defaults.properties}.
 *
 * @param sasUrl gives out the tokens that sign links to files in Azure Blob Storage; null or empty
 *     where files are open
 * @param assetHosts hosts of imagery files that may be asked besides the catalogue's own: {@code
 *     host}, {@code host:port} or {@code *.domain}; everything else, redirects included, is refused
 * @param indices computed for every new or moved farm; each costs its own bands
 * @param maskedClasses scene classes that do not count
 * @param pixelRule {@code area} weighs pixels by their exact share in the field, {@code centre}
 *     counts those whose centre is inside
 * @param maxAreaKm2 of a farm's box; larger ones are refused, which bounds the time of a job
 */
@ConfigurationProperties("ndvi")
record NdviProperties(
    Stac stac,
    @Nullable URI sasUrl,
    List<String> assetHosts,
    List<String> indices,
    List<Integer> maskedClasses,
    Coverage.Rule pixelRule,
    double maxAreaKm2,
    Backfill backfill,
    Asking upstream,
    Memory memory,
    Jobs jobs,
    Dispatch dispatch,
    Sweeps sweeps,
    Workers workers) {
  /**
   * See {@link io.farmsync.ndvi.scene.stac.StacSettings}.
   *
   * @param pace least time from one search to the next
   */
  record Stac(
      URI apiUrl,
      List<String> collections,
      int pageSize,
      int mostItems,
      DataSize mostPage,
      Duration pace,
      Shared shared) {
    /** See {@link io.farmsync.ndvi.scene.SharedSearches.Sharing}. */
    record Shared(double cellDegrees, Duration keptFor, int mostScenes) {}

    Stac {
      if (apiUrl.getHost() == null || !apiUrl.getScheme().startsWith("http")) {
        throw new IllegalArgumentException(
            "ndvi.stac.api-url (NDVI_STAC_API_URL): "
                + apiUrl
                + " (expected: http:// or https:// and a host)");
      }
    }
  }

  /** See {@link io.farmsync.ndvi.plan.BackfillPolicy}. */
  record Backfill(int days, int firstDays, int maxCloud, int stepDays) {}

  /** See {@link io.farmsync.platform.upstream.UpstreamLimits}. */
  record Asking(
      Duration connectTimeout,
      Duration timeout,
      int attempts,
      Duration backOff,
      Duration longestWait,
      int atOnce,
      int failuresToOpen,
      Duration openFor) {}

  /**
   * See {@link io.farmsync.ndvi.scene.cog.CogLimits}.
   *
   * @param partsAtOnce parts of fields, of a million pixels, worked at once; about 60 MB each
   */
  record Memory(DataSize blockCache, DataSize headerCache, DataSize wholeFile, int partsAtOnce) {}

  /** See {@link io.farmsync.ndvi.job.JobLimits}. */
  record Jobs(int retries, Duration retryDelay, Duration giveUpAfter, int daysAtOnce) {}

  /** See {@link io.farmsync.ndvi.plan.Backlog.Limits} and {@code Dispatching}. */
  record Dispatch(int perTenant, int atOnce, int waiting, Duration lookEvery, int turnsAtOnce) {}

  /**
   * Jobs that nobody asks for.
   *
   * @param refresh times by index at which the newest days are looked at; none for an index that
   *     has none
   * @param gapFill times by index, {@code HH:mm} daily or {@code SUNDAY HH:mm} weekly, at which the
   *     last months are
   * @param spread window behind each time over which the farms are spread
   */
  record Sweeps(
      ZoneId zone,
      Map<String, String> refresh,
      Map<String, String> gapFill,
      Duration spread,
      int refreshDays,
      int gapFillDays) {}

  /** See {@link io.farmsync.ndvi.job.kafka.WorkerSettings}. */
  record Workers(String group, int count, int deliveries, Duration lock, Duration stopWithin) {}
}
