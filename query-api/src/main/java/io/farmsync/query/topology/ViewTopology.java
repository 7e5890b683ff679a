package io.farmsync.query.topology;

import io.farmsync.query.ndvi.StateRule;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The views.
 *
 * <pre>
 *   farm-events ─────▶ fold ─▶ [farms] [farms-of-tenant] [farms-of-user] [farms-by-place] [farm-counts]
 *                              [farms-by-state]; a purge erases the observations, too
 *   ndvi-results ────▶ fold ─▶ [observations] [farms-by-state]
 *   ndvi-samples ────▶ fold ─▶ [observations]
 *   ndvi-rasters ────▶ fold ─▶ [rasters]
 *   ndvi-jobs ───────▶ fold ─▶ [jobs] [jobs-of-series]
 *   weather-days ────▶ fold ─▶ [weather-days]
 *   weather-reports ─▶ fold ─▶ [weather]   on every instance
 *                       └────▶ &lt;topic&gt;-dlt  what cannot be read
 * </pre>
 *
 * The first three topics share their key and their partitions, and so one task. At least once: each
 * fold changes nothing when a record comes again.
 */
public final class ViewTopology {

  private final DeadLetterListener listener;
  private final Consumer<ProducerRecord<byte[], byte[]>> globalDeadLetters;
  private final VersionListener versions;
  private final StateRule states;
  private final OpenStores stores;

  /**
   * @param globalDeadLetters takes what cannot be read of the topics that every instance reads
   *     whole; must not block
   * @param versions is told of farms as they come; must not block
   * @param states which observations the state of a crop is told by
   * @param stores is told which stores are open, and what changes in them
   */
  public ViewTopology(
      DeadLetterListener listener,
      Consumer<ProducerRecord<byte[], byte[]>> globalDeadLetters,
      VersionListener versions,
      StateRule states,
      OpenStores stores) {
    this.stores = stores;
    this.listener = listener;
    this.versions = versions;
    this.states = states;
    this.globalDeadLetters = globalDeadLetters;
  }

  public void addTo(StreamsBuilder builder) {
    Views.partitioned().forEach(view -> builder.addStateStore(view.builder()));
    fold(
        builder,
        Topics.FARM_EVENTS,
        () -> new FarmFold(states, versions, stores),
        Views.FARMS,
        Views.FARMS_OF_TENANT,
        Views.FARMS_OF_USER,
        Views.FARMS_BY_PLACE,
        Views.FARMS_BY_STATE,
        Views.FARM_COUNTS,
        Views.OBSERVATIONS);
    fold(
        builder,
        Topics.NDVI_RESULTS,
        () -> new ResultFold(states, stores),
        Views.OBSERVATIONS,
        Views.FARMS,
        Views.FARMS_BY_STATE);
    fold(
        builder,
        Topics.NDVI_SAMPLES,
        () -> new SampleFold(stores),
        Views.OBSERVATIONS,
        Views.FARMS);
    fold(builder, Topics.NDVI_RASTERS, RasterFold::new, Views.RASTERS);
    fold(builder, Topics.NDVI_JOBS, JobFold::new, Views.JOBS, Views.JOBS_OF_SERIES);
    fold(builder, Topics.WEATHER_DAYS, PastDayFold::new, Views.PAST_DAYS);
    foldEverywhere(builder, Topics.WEATHER_REPORTS, WeatherFold::new, Views.WEATHER);
  }

  private <V> void fold(
      StreamsBuilder builder, Topic<V> topic, Supplier<Fold<V>> fold, View<?>... views) {
    builder.stream(topic.name(), bytes(topic))
        .process(
            () ->
                new FoldProcessor<>(
                    new FoldStep<>(topic, fold.get(), listener), stores, List.of(views)),
            Named.as("fold-" + topic.name()),
            Stream.of(views).map(View::store).toArray(String[]::new))
        .to(
            topic.deadLetters(),
            Produced.with(serde(), serde()).withName("write-" + topic.deadLetters()));
  }

  private <V> void foldEverywhere(
      StreamsBuilder builder, Topic<V> topic, Supplier<Fold<V>> fold, View<?> view) {
    builder.addGlobalStore(
        view.globalBuilder(),
        topic.name(),
        bytes(topic),
        () ->
            new GlobalFoldProcessor<>(
                topic, new FoldStep<>(topic, fold.get(), listener), globalDeadLetters));
  }

  private static Consumed<byte[], byte[]> bytes(Topic<?> topic) {
    return Consumed.with(serde(), serde()).withName("read-" + topic.name());
  }

  private static Serde<byte[]> serde() {
    return Serdes.ByteArray();
  }
}
