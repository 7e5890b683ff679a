package io.farmsync.sync.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.Centroid;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.sync.farm.Farm.Registered;
import io.farmsync.sync.farm.FarmCommand.PurgeFarm;
import io.farmsync.sync.farm.FarmCommand.RestoreFarm;
import io.farmsync.sync.farm.FarmCommand.RetireFarm;
import io.farmsync.sync.farm.FarmCommand.SyncFarm;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FarmRulesTest {

  private static final UUID GREEN_ACRES = UUID.fromString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Caller ANNA = new Caller("tenant-one", "nextcloud-1");
  private static final Caller HER_OTHER_CLIENT = new Caller("tenant-one", "nextcloud-2");
  private static final Caller STRANGER = new Caller("tenant-two", "nextcloud-9");
  private static final Boundary HERE = boundary("50.86310");
  private static final Boundary THERE = boundary("50.86311");

  private Farm farm = new Farm.Unregistered();
  private Instant now = NOON;
  private Decision decision = new Decision.NothingToDo();

  @Test
  void aNewFarmIsRegisteredWithASlugOfItsName() {
    when(sync("Shamba la Émile", HERE, "anna"))
        .then(FarmEvent.Type.REGISTERED)
        .andTheFarmIs(1, "Shamba la Émile", "anna", true);
    assertThat(state().slug()).isEqualTo("shamba-la-emile-free");
    assertThat(state().createdAt()).isEqualTo(NOON);
  }

  @Test
  void syncingTheSameAgainChangesNothing() {
    given(sync("Shamba", HERE, "anna")).when(sync("Shamba", HERE, "anna")).thenNothing();
  }

  @Test
  void anotherClientOfTheTenantSyncingTheSameChangesNothing() {
    given(sync("Shamba", HERE, "anna"))
        .when(new SyncFarm(GREEN_ACRES, HER_OTHER_CLIENT, "anna", "Shamba", HERE, null, null))
        .thenNothing();
  }

  @Test
  void eachKindOfDifferenceIsAnEventOfItsOwnWithTheStateAfterIt() {
    given(sync("Shamba", HERE, "anna"))
        .when(sync("Meadow", THERE, "bob"))
        .then(FarmEvent.Type.RENAMED, FarmEvent.Type.BOUNDARY_CHANGED, FarmEvent.Type.OWNER_CHANGED)
        .andTheFarmIs(4, "Meadow", "bob", true);
    var events = ((Decision.Accepted) decision).events();
    assertThat(events).extracting(FarmEvent::version).containsExactly(2L, 3L, 4L);
    assertThat(events.getFirst().farm().bbox()).isEqualTo(HERE.bbox());
    assertThat(events.get(1).farm().externalUserId()).isEqualTo("anna");
    assertThat(events).extracting(FarmEvent::eventId).doesNotHaveDuplicates();
  }

  @Test
  void theSlugAndTheTimeOfRegistrationStayWhateverChanges() {
    given(sync("Shamba", HERE, "anna")).when(sync("Meadow", HERE, "anna"));
    assertThat(state().slug()).isEqualTo("shamba-free");
    assertThat(state().createdAt()).isEqualTo(NOON);
    assertThat(state().updatedAt()).isAfter(NOON);
  }

  @Test
  void leavingTheCentroidOutClearsIt() {
    var point = new Centroid(new BigDecimal("50.86400"), new BigDecimal("4.30000"));
    given(new SyncFarm(GREEN_ACRES, ANNA, "anna", "Shamba", HERE, point, null))
        .when(sync("Shamba", HERE, "anna"))
        .then(FarmEvent.Type.BOUNDARY_CHANGED);
    assertThat(state().centroid()).isNull();
  }

  @Test
  void anotherTenantCannotChangeTheFarm() {
    given(sync("Shamba", HERE, "anna"))
        .when(new SyncFarm(GREEN_ACRES, STRANGER, "eve", "Mine", THERE, null, null))
        .thenRejected(Rejection.OTHER_TENANT)
        .when(new RetireFarm(GREEN_ACRES, STRANGER))
        .thenRejected(Rejection.OTHER_TENANT)
        .when(new RestoreFarm(GREEN_ACRES, STRANGER))
        .thenRejected(Rejection.OTHER_TENANT);
  }

  @Test
  void retiringAnActiveFarmIsRecordedOnce() {
    given(sync("Shamba", HERE, "anna"))
        .when(new RetireFarm(GREEN_ACRES, ANNA))
        .then(FarmEvent.Type.RETIRED)
        .andTheFarmIs(2, "Shamba", "anna", false)
        .when(new RetireFarm(GREEN_ACRES, ANNA))
        .thenNothing();
  }

  @Test
  void aRetiredFarmStaysRetiredWhenItIsSynced() {
    given(sync("Shamba", HERE, "anna"), new RetireFarm(GREEN_ACRES, ANNA))
        .when(sync("Meadow", HERE, "anna"))
        .then(FarmEvent.Type.RENAMED)
        .andTheFarmIs(3, "Meadow", "anna", false);
  }

  @Test
  void restoringARetiredFarmIsRecordedOnce() {
    given(sync("Shamba", HERE, "anna"), new RetireFarm(GREEN_ACRES, ANNA))
        .when(new RestoreFarm(GREEN_ACRES, ANNA))
        .then(FarmEvent.Type.RESTORED)
        .andTheFarmIs(3, "Shamba", "anna", true)
        .when(new RestoreFarm(GREEN_ACRES, ANNA))
        .thenNothing();
  }

  @Test
  void purgingARetiredFarmIsRecordedOnceAndForgetsItsNamesAndItsPlace() {
    given(sync("Shamba", HERE, "anna"), new RetireFarm(GREEN_ACRES, ANNA))
        .when(new PurgeFarm(GREEN_ACRES, HER_OTHER_CLIENT))
        .then(FarmEvent.Type.PURGED)
        .andTheFarmIs(3, "purged", "purged", false)
        .when(new PurgeFarm(GREEN_ACRES, ANNA))
        .thenNothing();
    assertThat(WireJson.mapper().writeValueAsString(state()))
        .doesNotContainIgnoringCase("shamba")
        .doesNotContain("anna", "50.86");
  }

  @Test
  void anActiveFarmIsNotPurged() {
    given(sync("Shamba", HERE, "anna"))
        .when(new PurgeFarm(GREEN_ACRES, ANNA))
        .thenRejected(Rejection.STILL_ACTIVE);
  }

  @Test
  void nothingHappensToAPurgedFarmAnyMore() {
    given(
            sync("Shamba", HERE, "anna"),
            new RetireFarm(GREEN_ACRES, ANNA),
            new PurgeFarm(GREEN_ACRES, ANNA))
        .when(sync("Shamba", HERE, "anna"))
        .thenRejected(Rejection.PURGED)
        .when(new RestoreFarm(GREEN_ACRES, ANNA))
        .thenRejected(Rejection.PURGED)
        .when(new RetireFarm(GREEN_ACRES, ANNA))
        .thenNothing()
        .when(sync("Shamba", HERE, "anna"), new Expectation.Exists())
        .thenRejected(Rejection.PURGED)
        .when(new PurgeFarm(GREEN_ACRES, STRANGER))
        .thenRejected(Rejection.OTHER_TENANT);
  }

  @Test
  void whatIsNotRegisteredCannotBeRetiredOrRestored() {
    when(new RetireFarm(GREEN_ACRES, ANNA))
        .thenRejected(Rejection.UNKNOWN_FARM)
        .when(new RestoreFarm(GREEN_ACRES, ANNA))
        .thenRejected(Rejection.UNKNOWN_FARM);
  }

  @Test
  void aCommandUnderAWrongBeliefIsRejected() {
    given(sync("Shamba", HERE, "anna"))
        .when(sync("Meadow", HERE, "anna"), new Expectation.AtVersion(Set.of(2L, 3L)))
        .thenRejected(Rejection.OTHER_VERSION)
        .when(sync("Meadow", HERE, "anna"), new Expectation.AtVersion(Set.of(1L, 7L)))
        .then(FarmEvent.Type.RENAMED)
        .when(sync("Hill", HERE, "anna"), new Expectation.Exists())
        .then(FarmEvent.Type.RENAMED);
  }

  @Test
  void aFarmThatMustExistIsNotRegistered() {
    when(sync("Shamba", HERE, "anna"), new Expectation.Exists())
        .thenRejected(Rejection.OTHER_VERSION);
  }

  @Test
  void aStrangerLearnsNothingOfTheVersion() {
    given(sync("Shamba", HERE, "anna"))
        .when(
            new SyncFarm(GREEN_ACRES, STRANGER, "eve", "Mine", THERE, null, null),
            new Expectation.AtVersion(Set.of(1L)))
        .thenRejected(Rejection.OTHER_TENANT);
  }

  @Test
  void aRetryThatComesLateDoesNotUndoALaterWish() {
    given(at("Old", "2026-05-01T10:00:00Z"), at("New", "2026-05-01T12:00:00Z"))
        .when(at("Old", "2026-05-01T10:00:00Z"))
        .thenRejected(Rejection.OUTDATED)
        .andTheFarmIs(2, "New", "anna", true);
  }

  @Test
  void aWishThatChangesNothingStillMakesEarlierOnesLate() {
    given(at("Shamba", "2026-05-01T10:00:00Z"))
        .when(at("Shamba", "2026-05-01T12:00:00Z"))
        .thenNothing()
        .when(at("Other", "2026-05-01T11:00:00Z"))
        .thenRejected(Rejection.OUTDATED);
  }

  @Test
  void wishesOfOneSourceTimeOrWithoutOneAreTakenAsTheyCome() {
    given(at("Shamba", "2026-05-01T10:00:00Z"))
        .when(at("Meadow", "2026-05-01T10:00:00Z"))
        .then(FarmEvent.Type.RENAMED)
        .when(sync("Hill", HERE, "anna"))
        .then(FarmEvent.Type.RENAMED)
        .when(at("Shamba", "2026-05-01T09:00:00Z"))
        .thenRejected(Rejection.OUTDATED);
  }

  @Test
  void anEventThatDoesNotFollowTheHistoryStopsTheFold() {
    given(sync("Shamba", HERE, "anna")).when(sync("Meadow", THERE, "anna"));
    var third = ((Decision.Accepted) decision).events().get(1);
    assertThatThrownBy(() -> FarmRules.evolve(new Farm.Unregistered(), third))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("event version 3 (expected: 1)");
  }

  private FarmRulesTest given(FarmCommand... commands) {
    for (FarmCommand command : commands) {
      when(command);
    }
    return this;
  }

  private FarmRulesTest when(FarmCommand command) {
    return when(command, new Expectation.None());
  }

  private FarmRulesTest when(FarmCommand command, Expectation expectation) {
    var occasion = new Occasion(now, UUID::randomUUID, slug -> slug + "-free");
    decision = FarmRules.decide(farm, command, expectation, occasion);
    if (decision instanceof Decision.Accepted(var events)) {
      for (FarmEvent event : events) {
        farm = FarmRules.evolve(farm, event);
      }
    }
    if (!(decision instanceof Decision.Rejected)) {
      farm = FarmRules.noteSource(farm, command);
    }
    now = now.plus(Duration.ofMinutes(1));
    return this;
  }

  private FarmRulesTest then(FarmEvent.Type... types) {
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    List<FarmEvent.Type> happened = new ArrayList<>();
    ((Decision.Accepted) decision).events().forEach(event -> happened.add(event.type()));
    assertThat(happened).containsExactly(types);
    return this;
  }

  private FarmRulesTest thenNothing() {
    assertThat(decision).isEqualTo(new Decision.NothingToDo());
    return this;
  }

  private FarmRulesTest thenRejected(Rejection reason) {
    assertThat(decision).isEqualTo(new Decision.Rejected(reason));
    return this;
  }

  private FarmRulesTest andTheFarmIs(long version, String name, String owner, boolean active) {
    assertThat(state().version()).isEqualTo(version);
    assertThat(state().name()).isEqualTo(name);
    assertThat(state().externalUserId()).isEqualTo(owner);
    assertThat(state().isActive()).isEqualTo(active);
    return this;
  }

  private FarmState state() {
    return ((Registered) farm).state();
  }

  private static SyncFarm sync(String name, Boundary boundary, String owner) {
    return sync(name, boundary, owner, null);
  }

  private static SyncFarm at(String name, String sourceTime) {
    return new SyncFarm(GREEN_ACRES, ANNA, "anna", name, HERE, null, Instant.parse(sourceTime));
  }

  private static SyncFarm sync(
      String name, Boundary boundary, String owner, @Nullable Centroid centroid) {
    return new SyncFarm(GREEN_ACRES, ANNA, owner, name, boundary, centroid, null);
  }

  private static Boundary boundary(String south) {
    var bbox =
        new Bbox(
            new BigDecimal(south),
            new BigDecimal("4.30120"),
            new BigDecimal("50.86600"),
            new BigDecimal("4.30580"));
    return new Boundary(bbox, null, 10.43);
  }
}
