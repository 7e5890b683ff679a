package io.farmsync.query.ndvi;

import io.farmsync.schemas.NdviResult.Observed;
import io.farmsync.schemas.NdviResult.Quality.State;
import io.farmsync.schemas.NdviResult.SceneUse;
import io.farmsync.schemas.NdviResult.Statistics;
import io.farmsync.schemas.NdviSample;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the view keeps of one acquisition day. Index values are dimensionless, fractions 0 to 1;
 * null is absent or unknown.
 *
 * @param date acquisition day, UTC
 * @param farmVersion the farm version whose boundary was measured
 * @param sceneIds what it was measured on, in the catalogue's words
 */
public record Observation(
    LocalDate date,
    Instant acquiredAt,
    long farmVersion,
    Instant computedAt,
    Statistics statistics,
    double validPixelFraction,
    @Nullable Double cloudFraction,
    State state,
    String source,
    List<String> sceneIds,
    List<String> flags) {

  public static Observation of(Observed result) {
    var quality = result.quality();
    return new Observation(
        result.date(),
        result.acquiredAt(),
        result.farmVersion(),
        result.computedAt(),
        result.statistics(),
        quality.validPixelFraction(),
        quality.cloudFraction(),
        quality.state(),
        result.provenance().source(),
        result.provenance().scenes().stream().map(SceneUse::id).toList(),
        quality.flags());
  }

  /**
   * A value that a client measured itself. No pixels are counted and no area is measured; the
   * client's word stands for the whole farm, and of cloud nothing is known, so it stays raw.
   */
  public static Observation of(NdviSample sample) {
    return new Observation(
        LocalDate.ofInstant(sample.sampledAt(), ZoneOffset.UTC),
        sample.sampledAt(),
        sample.farmVersion(),
        sample.receivedAt(),
        new Statistics(
            sample.mean(),
            sample.min(),
            sample.max(),
            null,
            null,
            null,
            null,
            null,
            null,
            0,
            0,
            0,
            null),
        1,
        null,
        State.RAW,
        sample.source(),
        List.of(),
        List.of());
  }

  public @Nullable Double mean() {
    return statistics.mean();
  }

  /**
   * Of two results for the same day, the one of the higher farm version, then the one computed
   * later; in whatever order they arrive, and however often.
   */
  public static Observation evolve(@Nullable Observation known, Observation next) {
    return known != null && known.isNewerThan(next) ? known : next;
  }

  /**
   * Whether a reader may see it.
   *
   * @param maxCloud percent of the field; an unknown share of cloud passes
   */
  public boolean isShown(int maxCloud) {
    return mean() != null
        && state != State.REJECTED
        && (cloudFraction == null || cloudFraction <= maxCloud / 100.0);
  }

  private boolean isNewerThan(Observation next) {
    return farmVersion != next.farmVersion
        ? farmVersion > next.farmVersion
        : computedAt.isAfter(next.computedAt);
  }
}
