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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that reads ask for. Equal needs give equal job ids, on every instance: the id is a hash
 * of farm, boundary version, index, engine, window and kind. Step and cloud limit are left out,
 * because a job computes every acquisition day and the reader filters.
 */
final class WorkRequests {

  /** Every scene is worth reading: a field may be clear under a cloudy sky. */
  private static final int ANY_CLOUD = 100;

  private static final int DAILY = 1;

  private WorkRequests() {}

  /** Every acquisition that can stand for one of the buckets, up to today in UTC. */
  static NdviRequest gapFill(Series series, Buckets buckets, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    LocalDate end = buckets.latest().isAfter(today) ? today : buckets.latest();
    return request(
        series,
        JobType.GAP_FILL,
        NdviRequest.Reason.GAP_FILL,
        new Buckets(buckets.earliest(), end, buckets.stepDays()),
        null,
        "",
        now);
  }

  /** The last days up to today in UTC. */
  static NdviRequest refreshLatest(
      Series series, int lookbackDays, NdviRequest.Reason reason, Instant now) {
    return refreshLatest(series, lookbackDays, reason, "", now);
  }

  /**
   * The same as a job of its own.
   *
   * @param run tells this job from others for the same days
   */
  static NdviRequest refreshLatest(
      Series series, int lookbackDays, NdviRequest.Reason reason, String run, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return request(
        series,
        JobType.REFRESH_LATEST,
        reason,
        new Buckets(today.minusDays(lookbackDays), today, DAILY),
        lookbackDays,
        run,
        now);
  }

  private static NdviRequest request(
      Series series,
      JobType type,
      NdviRequest.Reason reason,
      Buckets window,
      @Nullable Integer lookbackDays,
      String run,
      Instant now) {
    var farm = series.farm();
    var state = farm.state();
    return new NdviRequest(
        jobId(series, type, window, run),
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
        ANY_CLOUD,
        lookbackDays,
        state.bbox(),
        state.geometry(),
        now);
  }

  private static String jobId(Series series, JobType type, Buckets window, String run) {
    return hash(
        List.of(
            type.name(),
            series.farm().id().toString(),
            Long.toString(series.farm().boundaryVersion()),
            series.index().wireName(),
            series.engine().wireName(),
            window.start().toString(),
            window.end().toString(),
            run));
  }

  /** 32 hex digits of SHA-256. */
  private static String hash(List<String> parts) {
    try {
      byte[] text = String.join("|", parts).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
