package io.farmsync.query.ndvi;

import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that reads and callers ask for. Equal needs give equal job ids, on every instance: the
 * id is a hash of kind, farm, boundary version, index, engine and window. Step and cloud limit are
 * left out, because a job computes every acquisition day and the reader filters.
 */
final class WorkRequests {

  /** Every scene is worth reading: a field may be clear under a cloudy sky. */
  private static final int ANY_CLOUD = 100;

  private static final int DAILY = 1;

  private WorkRequests() {}

  /** Every acquisition that can stand for one of the buckets, up to today in UTC. */
  static NdviRequest gapFill(Series series, Buckets buckets, Instant now) {
    LocalDate today = today(now);
    LocalDate end = buckets.latest().isAfter(today) ? today : buckets.latest();
    var window = new Buckets(buckets.earliest(), end, buckets.stepDays());
    return request(
        jobId(series, JobType.GAP_FILL, window),
        series,
        JobType.GAP_FILL,
        NdviRequest.Reason.GAP_FILL,
        window,
        ANY_CLOUD,
        null,
        now);
  }

  /** The last days up to today in UTC, because what is known is too old. */
  static NdviRequest stale(Series series, int lookbackDays, Instant now) {
    var window = lastDays(lookbackDays, now);
    return request(
        jobId(series, JobType.REFRESH_LATEST, window),
        series,
        JobType.REFRESH_LATEST,
        NdviRequest.Reason.STALE,
        window,
        ANY_CLOUD,
        lookbackDays,
        now);
  }

  /** The same because a caller says so. */
  static NdviRequest manual(Series series, int lookbackDays, String jobId, Instant now) {
    return request(
        jobId,
        series,
        JobType.REFRESH_LATEST,
        NdviRequest.Reason.MANUAL,
        lastDays(lookbackDays, now),
        ANY_CLOUD,
        lookbackDays,
        now);
  }

  /** A picture; its size stands where other jobs have their step. */
  static NdviRequest raster(
      Series series, LocalDate date, int size, int maxCloud, String jobId, Instant now) {
    return request(
        jobId,
        series,
        JobType.RASTER_PNG,
        NdviRequest.Reason.MANUAL,
        new Buckets(date, date, size),
        maxCloud,
        null,
        now);
  }

  /**
   * The id of the job that callers may order in a period, whatever its window and engine.
   *
   * @param period number of the cool-down since 1970
   */
  static String manualJobId(Series series, long period) {
    return manualJobId(NdviRequest.Reason.MANUAL.name(), series, period);
  }

  /** The same for pictures, whatever their day and size. */
  static String rasterJobId(Series series, long period) {
    return manualJobId(JobType.RASTER_PNG.name(), series, period);
  }

  private static String manualJobId(String kind, Series series, long period) {
    return hash(
        kind, series.farm().id().toString(), series.index().wireName(), Long.toString(period));
  }

  private static String jobId(Series series, JobType type, Buckets window) {
    return hash(
        type.name(),
        series.farm().id().toString(),
        Long.toString(series.farm().boundaryVersion()),
        series.index().wireName(),
        series.engine().wireName(),
        window.start().toString(),
        window.end().toString());
  }

  private static NdviRequest request(
      String jobId,
      Series series,
      JobType type,
      NdviRequest.Reason reason,
      Buckets window,
      int maxCloud,
      @Nullable Integer lookbackDays,
      Instant now) {
    var farm = series.farm();
    var state = farm.state();
    return new NdviRequest(
        jobId,
        farm.id(),
        state.tenant(),
        farm.version(),
        series.index().wireName(),
        series.engine().wireName(),
        type,
        reason,
        window.start(),
        window.end(),
        window.stepDays(),
        maxCloud,
        lookbackDays,
        state.bbox(),
        state.geometry(),
        now);
  }

  private static Buckets lastDays(int count, Instant now) {
    LocalDate today = today(now);
    return new Buckets(today.minusDays(count), today, DAILY);
  }

  private static LocalDate today(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  /** 32 hex digits of SHA-256. */
  private static String hash(String... parts) {
    try {
      byte[] text = String.join("|", parts).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
