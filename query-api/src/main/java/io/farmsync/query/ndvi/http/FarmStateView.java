package io.farmsync.query.ndvi.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.farmsync.query.ndvi.Condition;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a farm does.
 *
 * @param numbers under the index's own names
 * @param trend per day
 * @param v2Observation only in representation v2, and so is {@code representation}
 */
record FarmStateView(
    UUID farmId,
    @JsonUnwrapped Numbers numbers,
    @Nullable Double trend,
    String state,
    String interpretation,
    String action,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DerivedView v2Observation,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String representation) {

  sealed interface Numbers {}

  /**
   * Of NDVI.
   *
   * @param coveragePct percent of the newest scene's valid pixels that are green; null while no
   *     result tells it
   */
  record NdviNumbers(
      @JsonProperty("mean_ndvi") @Nullable Double mean,
      @JsonProperty("max_ndvi") @Nullable Double max,
      @JsonProperty("coverage_pct") @Nullable Double coveragePct)
      implements Numbers {}

  /** Of NDWI. */
  record NdwiNumbers(
      @JsonProperty("mean_ndwi") @Nullable Double mean,
      @JsonProperty("max_ndwi") @Nullable Double max,
      @JsonProperty("min_ndwi") @Nullable Double min)
      implements Numbers {}

  /** Of NDMI. */
  record NdmiNumbers(
      @JsonProperty("mean_ndmi") @Nullable Double mean,
      @JsonProperty("max_ndmi") @Nullable Double max,
      @JsonProperty("min_ndmi") @Nullable Double min)
      implements Numbers {}

  static FarmStateView of(
      UUID farm, Numbers numbers, Condition condition, @Nullable DerivedView derived) {
    return new FarmStateView(
        farm,
        numbers,
        condition.trend(),
        condition.kind().wireName(),
        condition.kind().interpretation(),
        condition.kind().action(),
        derived,
        derived == null ? null : Representation.V2_NAME);
  }
}
