package io.farmsync.weather.topology;

import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.weather.cell.Cell;
import io.farmsync.weather.cell.CellRules;
import io.farmsync.weather.cell.History;
import io.farmsync.weather.cell.Placement;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Which cells are needed, when they are asked for, and what is known of them.
 *
 * <pre>
 *   farms ─▶ [placement by farm] ─▶ by cell ─▶ [farms per cell] ─┐
 *   weather-wanted ──────────────────────────────────────────────┤          ┌▶ weather-requests
 *   weather-answers ─────────────────────────────────────────────┴▶ [cell] ─┼▶ weather-reports
 *                                                        every second ─▶    └▶ weather-days
 * </pre>
 *
 * Ordered per farm up to its placement, per cell from there on. Exactly once from the inputs to all
 * outputs (exactly_once_v2): a farm is counted once however often its state is repeated, and a
 * cell's state, its request and its report are committed together. Failed answers change no report.
 */
public final class WeatherTopology {

  private static final String PLACEMENTS = "weather-placements";
  private static final String COUNTS = "weather-farms-per-cell";

  private WeatherTopology() {}

  static void addTo(StreamsBuilder builder, CellRules rules, History history, CellMetrics metrics) {
    KStream<String, Signal> counted =
        farmsPerCell(placements(builder))
            .toStream(Named.as("count-changes"))
            .mapValues(Signal.FarmsCounted::new, Named.as("farms-counted"));
    KStream<String, Signal> answered =
        read(builder, Topics.WEATHER_ANSWERS, "read-answers")
            .mapValues(Signal.Answered::new, Named.as("answered"));
    KStream<String, Signal> wanted =
        read(builder, Topics.WEATHER_WANTED, "read-wants")
            .mapValues(Signal.Wanted::new, Named.as("wanted"));
    counted
        .merge(answered, Named.as("counts-and-answers"))
        .merge(wanted, Named.as("signals"))
        .process(new Cells(rules, history, metrics), Named.as("cell"))
        .split(Named.as("emissions-"))
        .branch(
            (_, emission) -> emission instanceof Emission.Request,
            Branched.withConsumer(WeatherTopology::writeRequests, "requests"))
        .branch(
            (_, emission) -> emission instanceof Emission.Past,
            Branched.withConsumer(WeatherTopology::writeDays, "days"))
        .defaultBranch(Branched.withConsumer(WeatherTopology::writeReports, "reports"));
  }

  /** The newest placement of every farm; a tombstone removes it. */
  private static KTable<String, Placement> placements(StreamsBuilder builder) {
    return read(builder, Topics.FARMS, "read-farms")
        .mapValues(Placement::of, Named.as("place-farms"))
        .groupByKey(Grouped.with("by-farm", Serdes.String(), new StoreJson<>(Placement.class)))
        .aggregate(
            () -> Placement.NOWHERE,
            (_, next, last) -> last.followedBy(next),
            Named.as("newest-placement"),
            stored(PLACEMENTS, new StoreJson<>(Placement.class)));
  }

  private static KTable<String, Long> farmsPerCell(KTable<String, Placement> placements) {
    return placements
        .filter((_, placement) -> placement.active(), Named.as("active-farms"))
        .groupBy(
            (_, placement) -> KeyValue.pair(placement.cell(), placement.version()),
            Grouped.with("weather-farms-by-cell", Serdes.String(), Serdes.Long()))
        .count(
            Named.as("count-farms"),
            Materialized.<String, Long>as(Stores.inMemoryKeyValueStore(COUNTS))
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.Long()));
  }

  private static void writeRequests(KStream<String, Emission> emissions) {
    emissions
        .mapValues(emission -> ((Emission.Request) emission).request(), Named.as("request"))
        .to(Topics.WEATHER_REQUESTS.name(), produced(Topics.WEATHER_REQUESTS, "write-requests"));
  }

  private static void writeDays(KStream<String, Emission> emissions) {
    emissions
        .mapValues(emission -> ((Emission.Past) emission).days(), Named.as("past-days"))
        .to(Topics.WEATHER_DAYS.name(), produced(Topics.WEATHER_DAYS, "write-days"));
  }

  private static void writeReports(KStream<String, Emission> emissions) {
    emissions
        .mapValues(emission -> ((Emission.Report) emission).report(), Named.as("report"))
        .to(Topics.WEATHER_REPORTS.name(), produced(Topics.WEATHER_REPORTS, "write-reports"));
  }

  private static <V> KStream<String, V> read(StreamsBuilder builder, Topic<V> topic, String name) {
    return builder.stream(
        topic.name(), Consumed.with(Serdes.String(), JsonSerde.of(topic)).withName(name));
  }

  private static <V> Produced<String, V> produced(Topic<V> topic, String name) {
    return Produced.with(Serdes.String(), JsonSerde.of(topic)).withName(name);
  }

  private static <V> Materialized<String, V, KeyValueStore<Bytes, byte[]>> stored(
      String name, Serde<V> values) {
    return Materialized.<String, V, KeyValueStore<Bytes, byte[]>>as(name)
        .withKeySerde(Serdes.String())
        .withValueSerde(values);
  }

  /** The cell step with its stores. */
  private record Cells(CellRules rules, History history, CellMetrics metrics)
      implements ProcessorSupplier<String, Signal, String, Emission> {

    @Override
    public Processor<String, Signal, String, Emission> get() {
      return new CellProcessor(rules, history, metrics);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          store(Stores.persistentKeyValueStore(CellProcessor.CELLS), new StoreJson<>(Cell.class)),
          store(
              Stores.persistentKeyValueStore(CellProcessor.REPORTS),
              new StoreJson<>(WeatherReport.class)),
          store(Stores.inMemoryKeyValueStore(CellProcessor.DUE), Serdes.String()));
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(
        KeyValueBytesStoreSupplier supplier, Serde<V> values) {
      return Stores.keyValueStoreBuilder(supplier, Serdes.String(), values);
    }
  }
}
