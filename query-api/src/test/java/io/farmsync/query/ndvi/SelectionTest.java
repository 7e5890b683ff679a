package io.farmsync.query.ndvi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.query.ndvi.Selection.Raw;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

  private static final LocalDate DAY = LocalDate.parse("2026-02-26");
  private static final List<Double> EARLIER = List.of(0.50, 0.55, 0.58, 0.60);

  @Test
  void theWorkedExampleOfTheContract() {
    var derived = ndvi(raw("stac", 0.62, 0.10, 0.85), EARLIER);
    assertThat(derived.confidence()).isCloseTo(0.91, within(1e-12));
    assertThat(derived.selected()).isEqualTo(0.62);
    assertThat(derived.smoothed()).isEqualTo(0.58);
    assertThat(derived.nullReason()).isEmpty();
  }

  @Test
  void onlyTheLastFiveEarlierValuesCount() {
    var many = List.of(-1.0, -1.0, -1.0, 0.60, 0.60, 0.62, 0.64, 0.64);
    var derived = ndvi(raw("stac", 0.62, 0.0, 1.0), many);
    assertThat(derived.confidence()).isCloseTo(1.0, within(1e-12));
    assertThat(derived.smoothed()).isCloseTo(0.62, within(1e-12));
  }

  @Test
  void anAcquisitionBeforeItsBucketIsLessRecentAndOneAfterItIsNot() {
    var before = new Raw(0.62, DAY.minusDays(7), DAY, 0.0, 1.0, "stac", List.of());
    var after = new Raw(0.62, DAY.plusDays(5), DAY, 0.0, 1.0, "stac", List.of());
    var context = List.of(0.62, 0.62, 0.62);
    assertThat(ndvi(before, context).confidence()).isCloseTo(0.95, within(1e-12));
    assertThat(ndvi(after, context).confidence()).isCloseTo(1.0, within(1e-12));
  }

  @Test
  void theFirstValueOfASeriesIsTakenAtTheCappedConfidence() {
    var first = ndvi(raw("sentinel-2", 0.62, 0.0, 1.0), List.of());
    assertThat(first.selected()).isEqualTo(0.62);
    assertThat(first.confidence()).isEqualTo(0.49);
    assertThat(first.flags()).containsExactly("low_confidence");
    assertThat(first.smoothed()).as("fewer than three values").isNull();
    assertThat(ndvi(raw("sentinel-2", 0.62, 0.0, 1.0), List.of(0.6, 0.61)).smoothed())
        .isEqualTo(0.61);
  }

  @ParameterizedTest
  @CsvSource({
    "sentinel-2, 0.62, 0.1, 0.29, low_valid_pixel_fraction",
    "modis, 0.62, 1.0, 0.30, low_confidence",
    "stac, , 0.1, 0.9, missing_ndvi_value",
    "stac, 0.20, 0.3, 0.69, outlier_rejected"
  })
  void aValueThatIsNotToBeTrustedIsNullAndSaysWhy(
      String source, @Nullable Double value, double cloud, double valid, String reason) {
    var derived = ndvi(raw(source, value, cloud, valid), EARLIER);
    assertThat(derived.selected()).isNull();
    assertThat(derived.smoothed()).isNull();
    assertThat(derived.nullReason()).hasValue(reason);
    assertThat(derived.flags()).contains(reason);
  }

  @Test
  void aValueWithoutItsAcquisitionTimeIsNull() {
    var derived = ndvi(new Raw(0.6, null, DAY, 0.1, 0.9, "stac", List.of()), EARLIER);
    assertThat(derived.nullReason()).hasValue("missing_acquisition_time");
  }

  @Test
  void otherSourcesNeedAContext() {
    var landsat = raw("landsat", 0.2, 0.0, 1.0);
    assertThat(
            Selection.of(SpectralIndex.NDWI)
                .derive(SpectralIndex.NDWI, landsat, threeTimes(0.2))
                .nullReason())
        .hasValue("insufficient_rolling_context");
    assertThat(
            Selection.of(SpectralIndex.NDMI)
                .derive(SpectralIndex.NDMI, landsat, threeTimes(0.2))
                .nullReason())
        .isEmpty();
  }

  @Test
  void anOutlierWithEnoughValidPixelsIsTaken() {
    assertThat(ndvi(raw("stac", 0.20, 0.3, 0.70), EARLIER).selected()).isEqualTo(0.20);
  }

  @ParameterizedTest
  @CsvSource({
    "0.91, 0.0, 1.0, 0.30, swir_noise",
    "0.70, 0.2, 0.5, 0.50, cloud_shadow",
    "-0.96, 0.0, 1.0, 0.0, invalid_moisture_range"
  })
  void moistureAtTheEndsOfItsRangeIsTrustedLess(
      double value, double cloud, double valid, double most, String flag) {
    var derived =
        Selection.of(SpectralIndex.NDMI)
            .derive(SpectralIndex.NDMI, raw("stac", value, cloud, valid), threeTimes(value));
    assertThat(derived.confidence()).isLessThanOrEqualTo(most);
    assertThat(derived.flags()).contains(flag);
  }

  @Test
  void whatIsImpossibleIsNotTakenForWantOfAContext() {
    var derived =
        Selection.of(SpectralIndex.NDMI)
            .derive(SpectralIndex.NDMI, raw("stac", 0.97, 0.0, 1.0), List.of());
    assertThat(derived.selected()).isNull();
  }

  private static Derived ndvi(Raw raw, List<Double> earlier) {
    return Selection.of(SpectralIndex.NDVI).derive(SpectralIndex.NDVI, raw, earlier);
  }

  private static Raw raw(String source, @Nullable Double value, double cloud, double valid) {
    return new Raw(value, DAY, DAY, cloud, valid, source, List.of());
  }

  private static List<Double> threeTimes(double value) {
    return List.of(value, value, value);
  }
}
