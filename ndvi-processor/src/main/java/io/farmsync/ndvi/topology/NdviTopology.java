package io.farmsync.ndvi.topology;

import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

/**
 * Which jobs are due, and when workers get them.
 *
 * <pre>
 *   farm-events ─▶ one partition ─┐
 *   ndvi-orders ──────────────────┼▶ [dispatch] ─┬▶ ndvi-requests   jobs whose turn it is
 *   ndvi-ends ────────────────────┘   ▲    │     ├▶ ndvi-jobs       queued; failed if of no use any more
 *   the clock ────────────────────────┘    │     └▶ …-dlt           what could not be read
 *                                 [farms] [open-jobs]
 *   farm-events ─▶ one partition ─┬▶ [erase] ─▶ ndvi-rasters   tombstones of purged farms' pictures
 *   ndvi-rasters ─▶ keys alone ───┘  [pictures]
 * </pre>
 *
 * One task decides for all farms, since whose turn it is depends on everyone's jobs. Exactly once
 * from all inputs to all outputs (exactly_once_v2): a job is queued durably in the transaction that
 * reads what asked for it. Ordered per farm.
 */
public final class NdviTopology {
  static final String FARMS = "farms";
  static final String OPEN_JOBS = "open-jobs";
  static final String PICTURES = "pictures";

  private NdviTopology() {}

  /**
   * @param builder made with a topology configuration, so that unnamed parts are refused
   */
  public static void addTo(StreamsBuilder builder, Dispatching dispatching) {
    Serde<byte[]> bytes = Serdes.ByteArray();
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(FARMS), Serdes.String(), Serdes.ByteArray()));
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(OPEN_JOBS), Serdes.String(), Serdes.ByteArray()));
    var farmEvents =
        read(builder, Topics.FARM_EVENTS, "farm-events")
            .process(() -> new Mark(Topics.FARM_EVENTS), Named.as("mark-farm-events"))
            .repartition(
                Repartitioned.with(bytes, bytes).withName("farm-events").withNumberOfPartitions(1));
    var orders =
        read(builder, Topics.NDVI_ORDERS, "orders")
            .process(() -> new Mark(Topics.NDVI_ORDERS), Named.as("mark-orders"));
    var ends =
        read(builder, Topics.NDVI_ENDS, "ends")
            .process(() -> new Mark(Topics.NDVI_ENDS), Named.as("mark-ends"));
    erasePictures(builder, farmEvents);
    farmEvents
        .merge(orders, Named.as("with-orders"))
        .merge(ends, Named.as("with-ends"))
        .process(() -> new DispatchJobs(dispatching), Named.as("dispatch"), FARMS, OPEN_JOBS)
        .split(Named.as("dispatched-"))
        .branch(
            (_, planned) -> planned.goesTo(Topics.NDVI_REQUESTS.name()),
            Branched.withConsumer(
                requests -> write(requests, Topics.NDVI_REQUESTS.name(), "requests"), "requests"))
        .branch(
            (_, planned) -> planned.goesTo(Topics.NDVI_JOBS.name()),
            Branched.withConsumer(jobs -> write(jobs, Topics.NDVI_JOBS.name(), "jobs"), "jobs"))
        .branch(
            (_, planned) -> planned.goesTo(Topics.NDVI_ORDERS.deadLetters()),
            Branched.withConsumer(
                letters -> write(letters, Topics.NDVI_ORDERS.deadLetters(), "unread-orders"),
                "unread-orders"))
        .branch(
            (_, planned) -> planned.goesTo(Topics.NDVI_ENDS.deadLetters()),
            Branched.withConsumer(
                letters -> write(letters, Topics.NDVI_ENDS.deadLetters(), "unread-ends"),
                "unread-ends"))
        .defaultBranch(
            Branched.withConsumer(
                letters -> write(letters, Topics.FARM_EVENTS.deadLetters(), "unread-farm-events"),
                "unread-farm-events"));
  }

  private static void erasePictures(StreamsBuilder builder, KStream<byte[], byte[]> farmEvents) {
    Serde<byte[]> bytes = Serdes.ByteArray();
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(PICTURES), Serdes.String(), Serdes.ByteArray()));
    var pictures =
        read(builder, Topics.NDVI_RASTERS, "rasters")
            .process(() -> new Mark(Topics.NDVI_RASTERS), Named.as("mark-rasters"))
            .mapValues(ErasePictures::mark, Named.as("keys-of-rasters"))
            .repartition(
                Repartitioned.with(bytes, bytes).withName("rasters").withNumberOfPartitions(1));
    farmEvents
        .merge(pictures, Named.as("with-pictures"))
        .process(ErasePictures::new, Named.as("erase"), PICTURES)
        .to(Topics.NDVI_RASTERS.name(), Produced.with(bytes, bytes).withName("write-erased"));
  }

  private static KStream<byte[], byte[]> read(StreamsBuilder builder, Topic<?> topic, String what) {
    return builder.stream(
        topic.name(),
        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("read-" + what));
  }

  private static void write(KStream<byte[], Planned> planned, String topic, String what) {
    planned
        .mapValues(Planned::value, Named.as("bytes-of-" + what))
        .to(topic, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("write-" + what));
  }
}
