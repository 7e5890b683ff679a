package io.farmsync.query.farm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Names places so that near ones have names that begin alike: the world is quartered again and
 * again, one digit each (0 south-west, 1 south-east, 2 north-west, 3 north-east). A box of the
 * world is then a few beginnings of names, to be scanned in an index.
 */
public final class PlaceGrid {

  /** Cells of the last level are about 600 m wide at the equator. */
  private static final int LEVELS = 16;

  private static final int MOST_CELLS = 24;
  private static final Cell WORLD = new Cell("", new Box(-90, -180, 90, 180));

  private PlaceGrid() {}

  /** A part of the world in degrees, borders included. */
  public record Box(double south, double west, double north, double east) {

    boolean contains(Box other) {
      return south <= other.south
          && west <= other.west
          && north >= other.north
          && east >= other.east;
    }

    boolean meets(Box other) {
      return south <= other.north
          && other.south <= north
          && west <= other.east
          && other.west <= east;
    }

    /** Whether a place lies in it. */
    public boolean contains(double lat, double lon) {
      return south <= lat && lat <= north && west <= lon && lon <= east;
    }
  }

  private record Cell(String name, Box box) {

    List<Cell> quarters() {
      double lat = (box.south() + box.north()) / 2;
      double lon = (box.west() + box.east()) / 2;
      return List.of(
          new Cell(name + "0", new Box(box.south(), box.west(), lat, lon)),
          new Cell(name + "1", new Box(box.south(), lon, lat, box.east())),
          new Cell(name + "2", new Box(lat, box.west(), box.north(), lon)),
          new Cell(name + "3", new Box(lat, lon, box.north(), box.east())));
    }
  }

  /** The name of a place; on a border, that of the cell in the north or east. */
  public static String nameOf(double lat, double lon) {
    var name = new StringBuilder(LEVELS);
    var box = WORLD.box();
    for (int level = 0; level < LEVELS; level++) {
      double middleLat = (box.south() + box.north()) / 2;
      double middleLon = (box.west() + box.east()) / 2;
      boolean isNorth = lat >= middleLat;
      boolean isEast = lon >= middleLon;
      name.append((isNorth ? 2 : 0) + (isEast ? 1 : 0));
      box =
          new Box(
              isNorth ? middleLat : box.south(),
              isEast ? middleLon : box.west(),
              isNorth ? box.north() : middleLat,
              isEast ? box.east() : middleLon);
    }
    return name.toString();
  }

  /**
   * Beginnings of the names of all places in a box, and of some around it; at most {@value
   * #MOST_CELLS}.
   */
  public static List<String> covering(Box box) {
    var done = new ArrayList<String>();
    Deque<Cell> open = new ArrayDeque<>(List.of(WORLD));
    while (!open.isEmpty()) {
      Cell cell = open.removeFirst();
      boolean isFine = box.contains(cell.box()) || cell.name().length() == LEVELS;
      if (isFine || done.size() + open.size() + 4 > MOST_CELLS) {
        done.add(cell.name());
      } else {
        cell.quarters().stream().filter(quarter -> box.meets(quarter.box())).forEach(open::addLast);
      }
    }
    return done;
  }
}
