package io.farmsync.query.topology;

import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.ndvi.Engine;
import io.farmsync.query.ndvi.Observation;
import io.farmsync.query.ndvi.SpectralIndex;
import io.farmsync.schemas.NdviSample;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Samples → observations, under an engine of their own: they never mix with measured ones. Those of
 * purged farms are passed over.
 */
final class SampleFold implements Fold<NdviSample> {

  private KeyValueStore<String, Observation> observations;
  private KeyValueStore<String, KnownFarm> farms;
  private ProcessingContext context;
  private final OpenStores open;

  @NullUnmarked // the stores come with open
  SampleFold(OpenStores open) {
    this.open = open;
  }

  @Override
  public void open(ProcessingContext context) {
    this.context = context;
    observations = context.getStateStore(Views.OBSERVATIONS.store());
    farms = context.getStateStore(Views.FARMS.store());
  }

  @Override
  public void apply(String key, @Nullable NdviSample sample) {
    if (sample == null || !key.equals(sample.externalFarmId().toString())) {
      throw new IllegalArgumentException("a sample must be keyed by its farm's id");
    }
    KnownFarm farm = farms.get(key);
    if (farm != null && farm.isPurged()) {
      return;
    }
    var next = Observation.of(sample);
    String place =
        Views.observationKey(
            sample.externalFarmId(),
            SpectralIndex.NDVI.wireName(),
            Engine.SAMPLE.wireName(),
            next.date());
    observations.put(place, Observation.evolve(observations.get(place), next));
    open.changed(Views.OBSERVATIONS, context, place);
  }
}
