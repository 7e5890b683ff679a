package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * A picture of one index over one farm, or why there is none; value of topic {@code ndvi-rasters}.
 * Repeats of one {@link #key} replace one another: the higher farm version wins, then the later
 * computation.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NdviRaster.Rendered.class, name = NdviRaster.RENDERED),
  @JsonSubTypes.Type(value = NdviRaster.Missing.class, name = NdviRaster.MISSING)
})
public sealed interface NdviRaster {

  String RENDERED = "ndvi.raster-rendered.v1";
  String MISSING = "ndvi.raster-missing.v1";

  UUID externalFarmId();

  String tenant();

  long farmVersion();

  String index();

  String engine();

  /** The day that was asked for, which need not be the acquisition day. */
  LocalDate date();

  /** Side of the picture in pixels. */
  int size();

  /** Scenes with more cloud, in percent, were not used. */
  int maxCloud();

  /** The CloudEvents type. */
  String wireName();

  /** The record key: everything that a reader asks by. */
  default String key() {
    return key(externalFarmId(), date(), index(), engine(), size(), maxCloud());
  }

  /** {@code <external_farm_id>|<date>|<index>|<engine>|<size>|<max_cloud>}. */
  static String key(
      UUID externalFarmId, LocalDate date, String index, String engine, int size, int maxCloud) {
    return "%s|%s|%s|%s|%d|%d".formatted(externalFarmId, date, index, engine, size, maxCloud);
  }

  /**
   * A PNG of {@code size x size} pixels over the bounds, north up, in equal steps of longitude and
   * latitude. The same input gives the same bytes.
   *
   * @param acquiredAt acquisition time of the scene that is shown
   * @param bounds what the picture's edges show
   * @param stretchLow index value painted in the palette's first colour
   * @param stretchHigh index value painted in the palette's last colour
   * @param validFraction share of the pixels inside the boundary that are painted
   * @param sha256 of the PNG's bytes, 64 lower-case hexadecimal digits
   * @param pngBase64 the PNG (RFC 4648, section 4); at most 740,000 bytes once decoded
   */
  record Rendered(
      UUID externalFarmId,
      String tenant,
      long farmVersion,
      String index,
      String engine,
      LocalDate date,
      int size,
      int maxCloud,
      Instant acquiredAt,
      Bbox bounds,
      double stretchLow,
      double stretchHigh,
      double validFraction,
      String sha256,
      String pngBase64,
      NdviResult.Provenance provenance,
      String jobId,
      Instant renderedAt)
      implements NdviRaster {
    @Override
    public String wireName() {
      return RENDERED;
    }

    /** The PNG's bytes. */
    public byte[] png() {
      return Base64.getDecoder().decode(pngBase64);
    }
  }

  /**
   * There is no picture, for a reason that readers are told.
   *
   * @param detail for people
   * @param sceneIds the scenes that were looked at
   */
  record Missing(
      UUID externalFarmId,
      String tenant,
      long farmVersion,
      String index,
      String engine,
      LocalDate date,
      int size,
      int maxCloud,
      Reason reason,
      String detail,
      List<String> sceneIds,
      String jobId,
      Instant computedAt)
      implements NdviRaster {
    @Override
    public String wireName() {
      return MISSING;
    }
  }

  /** The reasons that the HTTP contract knows. */
  enum Reason {
    /** The catalogue has no scene of the days around the date under the cloud limit. */
    @JsonProperty("no_items")
    NO_ITEMS,
    /** There are scenes, and none shows a valid pixel of the farm. */
    @JsonProperty("no_best_item")
    NO_BEST_ITEM,
    /** The scene lists no file for a band that the index needs. */
    @JsonProperty("missing_assets")
    MISSING_ASSETS
  }
}
