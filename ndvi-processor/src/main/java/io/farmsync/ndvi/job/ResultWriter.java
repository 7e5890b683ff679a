package io.farmsync.ndvi.job;

import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.zonal.Coverage;
import io.farmsync.ndvi.zonal.Distribution;
import io.farmsync.ndvi.zonal.Observation;
import io.farmsync.ndvi.zonal.Picture;
import io.farmsync.ndvi.zonal.PixelCounts;
import io.farmsync.ndvi.zonal.PixelMask;
import io.farmsync.ndvi.zonal.ZonalStatistics;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.NdviRaster;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.NdviResult;
import io.farmsync.schemas.NdviResult.Quality.State;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Words observations for readers: values, how far to trust them, and all that they were computed
 * from.
 *
 * @param catalogue base URL of the archive
 * @param codeVersion of this program
 */
public record ResultWriter(
    String catalogue, PixelMask mask, Coverage.Rule rule, String codeVersion) {
  /** Contract 13.1 and 13.2. */
  private static final double LEAST_VALID = 0.30;

  private static final double PARTLY_VALID = 0.70;
  private static final double CLOUD_HEAVY = 0.30;

  NdviResult.Observed observed(NdviRequest request, Observation observation, Instant now) {
    Scene first = observation.uses().getFirst().scene();
    return new NdviResult.Observed(
        request.externalFarmId(),
        request.tenant(),
        request.farmVersion(),
        request.index(),
        observation.day(),
        first.acquired(),
        statistics(observation.statistics()),
        quality(observation.statistics().pixels(), first.cloudFraction()),
        provenance(observation),
        request.jobId(),
        now);
  }

  NdviResult.Failed failed(
      NdviRequest request,
      @Nullable LocalDate day,
      JobCode code,
      String detail,
      List<Scene> scenes,
      Instant now) {
    return new NdviResult.Failed(
        request.externalFarmId(),
        request.tenant(),
        request.farmVersion(),
        request.index(),
        day,
        code.wireName(),
        detail,
        scenes.stream().map(Scene::id).toList(),
        request.jobId(),
        now);
  }

  private static NdviResult.Statistics statistics(ZonalStatistics zonal) {
    Optional<Distribution> values = zonal.values();
    return new NdviResult.Statistics(
        value(values, Distribution::mean),
        value(values, Distribution::min),
        value(values, Distribution::max),
        value(values, Distribution::std),
        value(values, Distribution::median),
        value(values, Distribution::p10),
        value(values, Distribution::p25),
        value(values, Distribution::p75),
        value(values, Distribution::p90),
        zonal.pixels().samples(),
        zonal.validHectares(),
        zonal.totalHectares(),
        orNull(zonal.pixels().coveredFraction()));
  }

  private static @Nullable Double value(
      Optional<Distribution> values, ToDoubleFunction<Distribution> member) {
    return values.isPresent() ? Double.valueOf(member.applyAsDouble(values.get())) : null;
  }

  private static NdviResult.Quality quality(PixelCounts pixels, OptionalDouble sceneCloud) {
    double valid = pixels.validFraction().orElse(0);
    State state =
        valid < LEAST_VALID
            ? State.REJECTED
            : pixels.cloudFraction().isEmpty() ? State.RAW : State.FINAL;
    return new NdviResult.Quality(
        valid,
        orNull(pixels.cloudFraction()),
        orNull(pixels.shadowFraction()),
        orNull(pixels.waterFraction()),
        orNull(pixels.snowFraction()),
        orNull(sceneCloud),
        flags(pixels, valid, sceneCloud),
        state);
  }

  private static List<String> flags(PixelCounts pixels, double valid, OptionalDouble sceneCloud) {
    var flags = new ArrayList<String>();
    double cloudOrShadow = pixels.cloudFraction().orElse(0) + pixels.shadowFraction().orElse(0);
    if (cloudOrShadow > CLOUD_HEAVY || sceneCloud.orElse(0) > CLOUD_HEAVY) {
      flags.add("cloud_heavy");
    }
    if (valid < LEAST_VALID) {
      flags.add("low_valid_pixel_fraction");
    } else if (valid < PARTLY_VALID) {
      flags.add("partial_tile");
    }
    if (pixels.water() > 0) {
      flags.add("water_detected");
    }
    if (pixels.saturated() > 0) {
      flags.add("saturated_pixels");
    }
    if (pixels.shadow() > 0) {
      flags.add("cloud_shadow");
    }
    return List.copyOf(flags);
  }

  NdviRaster.Rendered rendered(NdviRequest request, Picture picture, Instant now) {
    var box = picture.bounds();
    return new NdviRaster.Rendered(
        request.externalFarmId(),
        request.tenant(),
        request.farmVersion(),
        request.index(),
        request.engine(),
        request.start(),
        request.stepDays(),
        request.maxCloud(),
        picture.uses().getFirst().scene().acquired(),
        new Bbox(
            BigDecimal.valueOf(box.getMinY()),
            BigDecimal.valueOf(box.getMinX()),
            BigDecimal.valueOf(box.getMaxY()),
            BigDecimal.valueOf(box.getMaxX())),
        picture.low(),
        picture.high(),
        picture.validFraction(),
        sha256(picture.png()),
        Base64.getEncoder().encodeToString(picture.png()),
        provenance(picture.uses(), "center"),
        request.jobId(),
        now);
  }

  NdviRaster.Missing missing(
      NdviRequest request,
      NdviRaster.Reason reason,
      String detail,
      List<Scene> scenes,
      Instant now) {
    return new NdviRaster.Missing(
        request.externalFarmId(),
        request.tenant(),
        request.farmVersion(),
        request.index(),
        request.engine(),
        request.start(),
        request.stepDays(),
        request.maxCloud(),
        reason,
        detail,
        scenes.stream().map(Scene::id).toList(),
        request.jobId(),
        now);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) { // every JDK has it
      throw new IllegalStateException(impossible);
    }
  }

  private NdviResult.Provenance provenance(Observation observation) {
    return provenance(
        observation.uses(),
        switch (rule) {
          case AREA -> "weighted";
          case CENTRE -> "center";
        });
  }

  private NdviResult.Provenance provenance(List<Observation.SceneUse> uses, String pixelRule) {
    Scene first = uses.getFirst().scene();
    return new NdviResult.Provenance(
        ImageryJob.ENGINE,
        "sentinel-2",
        catalogue,
        first.collection(),
        uses.stream().map(ResultWriter::use).toList(),
        mask.codes(),
        pixelRule,
        codeVersion);
  }

  private static NdviResult.SceneUse use(Observation.SceneUse use) {
    return new NdviResult.SceneUse(
        use.scene().id(),
        use.scene().acquired(),
        "EPSG:" + use.epsg(),
        use.scene().baseline().orElse(null),
        use.reflectance().scale(),
        use.reflectance().offset(),
        use.reflectance().decision().name().toLowerCase(Locale.ROOT));
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
  }
}
