package io.farmsync.sync.farm;

import io.farmsync.schemas.Bbox;
import org.jspecify.annotations.Nullable;

/** Checks and measures what a client says of a farm's place. */
public interface BoundarySurvey {

  /** The place of a farm of which only the bbox is known. */
  Boundary of(Bbox bbox);

  /**
   * The place of a farm with an outline.
   *
   * @param geoJson a GeoJSON Polygon or MultiPolygon (RFC 7946), or a Feature of one
   * @param claimed the bbox the client sent, which must fit the outline; without one it is derived
   */
  Survey of(String geoJson, @Nullable Bbox claimed);

  /** What came of it. */
  sealed interface Survey {

    /**
     * @param repair what had to be mended and where, null if nothing
     */
    record Surveyed(Boundary boundary, @Nullable String repair) implements Survey {}

    /**
     * @param field what was wrong: {@code geometry} or {@code bbox}
     * @param problem for people; names the place of the fault
     */
    record Refused(String field, String problem) implements Survey {}
  }
}
