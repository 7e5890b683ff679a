package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What came of one acquisition day of one farm and index; value of topic {@code ndvi-results}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NdviResult.Observed.class, name = NdviResult.OBSERVED),
  @JsonSubTypes.Type(value = NdviResult.Failed.class, name = NdviResult.FAILED)
})
public sealed interface NdviResult {

  String OBSERVED = "ndvi.observed.v1";
  String FAILED = "ndvi.failed.v1";

  UUID externalFarmId();

  String tenant();

  long farmVersion();

  String index();

  /** The CloudEvents type. */
  String wireName();

  /**
   * A measured value. Repeats of (farm, index, date) replace one another: the higher farm version
   * wins, then the later computation.
   *
   * @param date acquisition day, UTC
   * @param acquiredAt acquisition time of the (first) scene
   */
  record Observed(
      UUID externalFarmId,
      String tenant,
      long farmVersion,
      String index,
      LocalDate date,
      Instant acquiredAt,
      Statistics statistics,
      Quality quality,
      Provenance provenance,
      String jobId,
      Instant computedAt)
      implements NdviResult {
    @Override
    public String wireName() {
      return OBSERVED;
    }
  }

  /**
   * A scene, or a whole job, that could not be computed.
   *
   * @param date the acquisition day, or null when the job as a whole failed
   * @param code as the HTTP contract lists job errors
   */
  record Failed(
      UUID externalFarmId,
      String tenant,
      long farmVersion,
      String index,
      @Nullable LocalDate date,
      String code,
      String detail,
      List<String> sceneIds,
      String jobId,
      Instant failedAt)
      implements NdviResult {
    @Override
    public String wireName() {
      return FAILED;
    }
  }

  /**
   * Statistics over the valid pixels, weighted by the area each has inside the boundary. The index
   * values are dimensionless; all of them are null when no pixel is valid.
   *
   * @param sampleCount valid pixels the boundary touches
   * @param std of the population
   * @param coveredFraction share of the valid area that plants cover, 0 to 1; null where the index
   *     cannot tell, no pixel is valid, or an older version computed it
   */
  record Statistics(
      @Nullable Double mean,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double std,
      @Nullable Double median,
      @Nullable Double p10,
      @Nullable Double p25,
      @Nullable Double p75,
      @Nullable Double p90,
      long sampleCount,
      double validAreaHa,
      double totalAreaHa,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double coveredFraction) {}

  /**
   * How far to trust an observation. Fractions are 0 to 1 of the field's area that has data; null
   * is unknown.
   *
   * @param validPixelFraction share of the whole field that has a value: seen, unmasked, computable
   * @param sceneCloudFraction what the catalogue says of the whole scene
   * @param flags in the words of the HTTP contract
   */
  record Quality(
      double validPixelFraction,
      @Nullable Double cloudFraction,
      @Nullable Double shadowFraction,
      @Nullable Double waterFraction,
      @Nullable Double snowFraction,
      @Nullable Double sceneCloudFraction,
      List<String> flags,
      State state) {

    /**
     * Whether the value may be shown: a rejected one has too few valid pixels, a raw one no cloud
     * figure.
     */
    public enum State {
      @JsonProperty("raw")
      RAW,
      @JsonProperty("final")
      FINAL,
      @JsonProperty("rejected")
      REJECTED
    }
  }

  /**
   * What a value was computed from.
   *
   * @param engine stac, …
   * @param source sentinel-2, …
   * @param maskedClasses scene classes left out
   * @param pixelRule weighted or center
   */
  record Provenance(
      String engine,
      String source,
      String catalogue,
      String collection,
      List<SceneUse> scenes,
      List<Integer> maskedClasses,
      String pixelRule,
      String codeVersion) {}

  /**
   * One scene and how its digital numbers became reflectance.
   *
   * @param crs such as EPSG:32631
   * @param offsetDecision why this scale and offset
   */
  record SceneUse(
      String id,
      Instant acquiredAt,
      String crs,
      @Nullable String processingBaseline,
      double scale,
      double offset,
      String offsetDecision) {}
}
