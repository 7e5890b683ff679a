package io.farmsync.query.farm;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.Examples;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownFarmTest {

  private static final UUID FARM = UUID.fromString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60");
  private static final FarmEvent REGISTERED = event(FarmEvent.Type.REGISTERED, 1, Examples.BBOX);
  private static final FarmEvent RENAMED = event(FarmEvent.Type.RENAMED, 2, Examples.BBOX);
  private static final FarmEvent MOVED =
      event(FarmEvent.Type.BOUNDARY_CHANGED, 3, Examples.OTHER_BBOX);
  private static final FarmEvent RETIRED = event(FarmEvent.Type.RETIRED, 4, Examples.OTHER_BBOX);

  @Test
  void aRenameKeepsTheVersionSinceWhichTheBoundaryStands() {
    var farm = fold(REGISTERED, RENAMED);
    assertThat(farm.version()).isEqualTo(2);
    assertThat(farm.boundaryVersion()).isEqualTo(1);
  }

  @Test
  void aNewBoundaryStandsSinceItsOwnVersion() {
    assertThat(fold(REGISTERED, RENAMED, MOVED).boundaryVersion()).isEqualTo(3);
  }

  @Test
  void aBoundaryWrittenWithOtherDecimalsIsTheSameBoundary() {
    var sameInOtherWords =
        event(FarmEvent.Type.RENAMED, 2, Examples.bbox("50.8631", "4.3012", "50.866", "4.3058"));
    assertThat(fold(REGISTERED, sameInOtherWords).boundaryVersion()).isEqualTo(1);
  }

  @Test
  void eventsThatComeAgainOrLateChangeNothing() {
    var once = fold(REGISTERED, RENAMED, MOVED);
    assertThat(fold(REGISTERED, RENAMED, MOVED, MOVED, REGISTERED, RENAMED)).isEqualTo(once);
  }

  @Test
  void aHistoryWithoutItsBeginningCountsTheBoundaryAsNew() {
    assertThat(fold(RENAMED).boundaryVersion()).isEqualTo(2);
  }

  @Test
  void onlyItsOwnTenantSeesAFarmAndNobodyARetiredOne() {
    assertThat(fold(REGISTERED).isVisibleTo("tenant-one")).isTrue();
    assertThat(fold(REGISTERED).isVisibleTo("tenant-two")).isFalse();
    assertThat(fold(REGISTERED, RENAMED, MOVED, RETIRED).isVisibleTo("tenant-one")).isFalse();
  }

  private static KnownFarm fold(FarmEvent first, FarmEvent... more) {
    @Nullable KnownFarm none = null;
    var farm = KnownFarm.evolve(none, first);
    for (FarmEvent event : List.of(more)) {
      farm = KnownFarm.evolve(farm, event);
    }
    return farm;
  }

  private static FarmEvent event(FarmEvent.Type type, long version, Bbox bbox) {
    FarmState state =
        Examples.farm(
            FARM, "tenant-one", version, bbox, Examples.NOON, type != FarmEvent.Type.RETIRED);
    return Examples.event(type, state);
  }
}
