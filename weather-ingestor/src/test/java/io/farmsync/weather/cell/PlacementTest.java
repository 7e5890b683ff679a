package io.farmsync.weather.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.weather.Farms;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private static final UUID FARM = UUID.fromString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60");

  private final Placement second = Placement.of(Farms.active(FARM, 50.74, 4.06, 2));

  @Test
  void aFarmLiesInTheCellOfItsMiddle() {
    assertThat(second).isEqualTo(new Placement("50.7,4.1", true, 2));
  }

  @Test
  void aNewerStateMovesIt() {
    var third = Placement.of(Farms.active(FARM, 51, 5, 3));
    assertThat(second.followedBy(third)).isEqualTo(third);
  }

  @Test
  void anOlderStateThatComesLateDoesNotMoveItBack() {
    var first = Placement.of(Farms.active(FARM, 51, 5, 1));
    assertThat(second.followedBy(first)).isEqualTo(second);
  }

  @Test
  void aTombstoneRemovesIt() {
    assertThat(second.followedBy(Placement.of(null))).isNull();
  }
}
