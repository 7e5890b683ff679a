package io.farmsync.query.topology;

import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.ndvi.Observation;
import io.farmsync.query.ndvi.StateRule;
import io.farmsync.schemas.NdviResult;
import io.farmsync.schemas.NdviResult.Failed;
import io.farmsync.schemas.NdviResult.Observed;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Results → observations, and the state of the crop; those of purged farms are passed over. */
final class ResultFold implements Fold<NdviResult> {

  private KeyValueStore<String, Observation> observations;
  private KeyValueStore<String, KnownFarm> farms;
  private CropStates states;
  private ProcessingContext context;
  private final StateRule rule;
  private final OpenStores open;

  @NullUnmarked // the stores come with open
  ResultFold(StateRule rule, OpenStores open) {
    this.open = open;
    this.rule = rule;
  }

  @Override
  public void open(ProcessingContext context) {
    this.context = context;
    observations = context.getStateStore(Views.OBSERVATIONS.store());
    farms = context.getStateStore(Views.FARMS.store());
    states = new CropStates(context, rule);
  }

  @Override
  public void apply(String key, @Nullable NdviResult result) {
    if (result == null || !key.equals(result.externalFarmId().toString())) {
      throw new IllegalArgumentException("a result must be keyed by its farm's id");
    }
    switch (result) {
      case Observed observed -> keep(observed);
      case Failed _ -> {} // readers learn of it from the job's state
    }
  }

  private void keep(Observed observed) {
    KnownFarm farm = farms.get(observed.externalFarmId().toString());
    if (farm != null && farm.isPurged()) {
      return;
    }
    String key =
        Views.observationKey(
            observed.externalFarmId(),
            observed.index(),
            observed.provenance().engine(),
            observed.date());
    observations.put(key, Observation.evolve(observations.get(key), Observation.of(observed)));
    open.changed(Views.OBSERVATIONS, context, key);
    if (farm != null && rule.isAbout(observed.index(), observed.provenance().engine())) {
      states.place(farm);
    }
  }
}
