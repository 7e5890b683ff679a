package io.farmsync.query.farm;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.farm.PlaceGrid.Box;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlaceGridTest {

  @Test
  void everyPlaceOfABoxHasANameThatBeginsLikeOneOfItsCells() {
    var random = new Random(1);
    for (int i = 0; i < 200; i++) {
      double south = random.nextDouble(-90, 89);
      double west = random.nextDouble(-180, 179);
      double size = Math.pow(10, random.nextDouble(-4, 1.5));
      var box = new Box(south, west, Math.min(90, south + size), Math.min(180, west + size));
      var cells = PlaceGrid.covering(box);
      assertThat(cells).hasSizeBetween(1, 24);
      for (int j = 0; j < 50; j++) {
        double lat = random.nextDouble(box.south(), Math.nextUp(box.north()));
        double lon = random.nextDouble(box.west(), Math.nextUp(box.east()));
        assertThat(cells).anyMatch(PlaceGrid.nameOf(lat, lon)::startsWith);
      }
    }
  }

  @Test
  void aSmallBoxIsNotTheWorld() {
    assertThat(PlaceGrid.covering(new Box(50.86, 4.30, 50.87, 4.31)))
        .allSatisfy(cell -> assertThat(cell).hasSizeGreaterThan(8));
  }

  @Test
  void aCircleLiesInItsBox() {
    var near = new FarmSearch.Near(50.8646, 4.3035, 20);
    var box = near.box();
    for (double lat = 50; lat < 52; lat += 0.01) {
      for (double lon = 3; lon < 6; lon += 0.01) {
        if (near.distanceTo(lat, lon) <= 20) {
          assertThat(box.contains(lat, lon)).isTrue();
        }
      }
    }
    assertThat(near.distanceTo(50.8646, 5.3035)).isBetween(70.0, 70.4);
  }
}
