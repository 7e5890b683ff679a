package io.farmsync.query.farm;

import io.farmsync.query.farm.PlaceGrid.Box;
import java.time.LocalDate;

/** Which of a tenant's farms a reader looks for. */
public sealed interface FarmSearch {

  /** Those of a Nextcloud user. */
  record OfUser(String user) implements FarmSearch {}

  /**
   * Those whose plants are in a state.
   *
   * @param state under its name in the HTTP contract
   * @param day today in UTC: states age
   */
  record InState(String state, LocalDate day) implements FarmSearch {}

  /** Those whose centre lies in a box. */
  record Within(Box box) implements FarmSearch {}

  /** Those whose centre lies within a distance of a place, nearest first. */
  record Near(double lat, double lon, double kilometres) implements FarmSearch {

    private static final double EARTH_RADIUS_KM = 6371.0088;
    private static final double KM_PER_DEGREE = Math.PI * EARTH_RADIUS_KM / 180;

    /** A box that the circle lies in; it ends at the antimeridian and the poles. */
    public Box box() {
      double high = kilometres / KM_PER_DEGREE;
      double north = Math.min(90, lat + high);
      double south = Math.max(-90, lat - high);
      double narrowest = Math.cos(Math.toRadians(Math.max(Math.abs(north), Math.abs(south))));
      double wide = narrowest * 360 <= high ? 360 : high / narrowest;
      return new Box(south, Math.max(-180, lon - wide), north, Math.min(180, lon + wide));
    }

    /** Great circle distance to a place, in kilometres on a sphere (haversine). */
    public double distanceTo(double otherLat, double otherLon) {
      double sinLat = Math.sin(Math.toRadians(otherLat - lat) / 2);
      double sinLon = Math.sin(Math.toRadians(otherLon - lon) / 2);
      double a =
          sinLat * sinLat
              + Math.cos(Math.toRadians(lat))
                  * Math.cos(Math.toRadians(otherLat))
                  * sinLon
                  * sinLon;
      return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(a)));
    }
  }
}
