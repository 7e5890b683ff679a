package io.farmsync.query.kafka;

import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.topology.Views;
import io.farmsync.query.topology.Views.KeyRange;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The farms of the partitions that this instance serves, copies for others left out. */
public final class ServedFarms {

  private static final KeyRange ALL = new KeyRange("", "\uffff");

  private final LocalStores stores;
  private final ViewMeasure measure;
  private final Clock clock;

  ServedFarms(LocalStores stores, ViewMeasure measure, Clock clock) {
    this.stores = stores;
    this.measure = measure;
    this.clock = clock;
  }

  /** Whether this instance answers for the partition now. */
  public boolean isServed(int partition) {
    try (var _ = stores.range(Views.FARMS, partition, ALL, false, false)) {
      return true;
    } catch (ViewUnavailable _) {
      return false;
    }
  }

  /** Whether everything published before the moment is in the view. */
  public boolean isThrough(int partition, Instant moment) {
    var lag = measure.lag(Views.FARMS, partition);
    return lag.isPresent() && clock.millis() - lag.getAsLong() >= moment.toEpochMilli();
  }

  /**
   * Every farm of a partition, retired ones included.
   *
   * @throws ViewUnavailable if the partition is not served here
   */
  public void forEach(int partition, Consumer<KnownFarm> action) {
    try (var all = stores.range(Views.FARMS, partition, ALL, false, false)) {
      all.forEachRemaining(entry -> action.accept(entry.value));
    }
  }

  /**
   * One farm.
   *
   * @throws ViewUnavailable likewise
   */
  public Optional<KnownFarm> find(int partition, UUID id) {
    return stores.value(Views.FARMS, partition, id.toString(), false);
  }
}
