package io.farmsync.query.live.kafka;

import io.farmsync.query.live.Change;
import io.farmsync.query.live.Change.Kind;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviResult;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherCell;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.kafka.JsonSerde;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** The topics that changes come from, their partitions in one row, and changes out of records. */
final class ChangeTopics {

  /** A change of their order makes positions of old meaningless. */
  private static final List<Topic<?>> TOPICS =
      List.of(Topics.FARM_EVENTS, Topics.NDVI_RESULTS, Topics.NDVI_JOBS, Topics.WEATHER_REPORTS);

  private ChangeTopics() {}

  /** Every partition; its place in the list is its number in positions. */
  static List<TopicPartition> partitions() {
    var all = new ArrayList<TopicPartition>();
    for (var topic : TOPICS) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        all.add(new TopicPartition(topic.name(), partition));
      }
    }
    return List.copyOf(all);
  }

  /**
   * The change a record tells of; empty for one that nobody is told of, or that cannot be read: the
   * views put that into dead letters.
   */
  static Optional<Change> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return parsed(record);
    } catch (SerializationException e) {
      return Optional.empty();
    }
  }

  private static Optional<Change> parsed(ConsumerRecord<byte[], byte[]> record) {
    var id = record.topic() + "-" + record.partition() + "-" + record.offset();
    var topic = record.topic();
    if (topic.equals(Topics.FARM_EVENTS.name())) {
      return value(Topics.FARM_EVENTS, record).map(event -> farm(id, event));
    }
    if (topic.equals(Topics.NDVI_RESULTS.name())) {
      return value(Topics.NDVI_RESULTS, record).flatMap(result -> result(id, result));
    }
    if (topic.equals(Topics.NDVI_JOBS.name())) {
      return value(Topics.NDVI_JOBS, record).map(job -> job(id, job));
    }
    return value(Topics.WEATHER_REPORTS, record).map(report -> weather(id, report));
  }

  private static <V> Optional<V> value(Topic<V> topic, ConsumerRecord<byte[], byte[]> record) {
    return Optional.ofNullable(JsonSerde.of(topic).read(record.value()));
  }

  private static Change farm(String id, FarmEvent event) {
    var data = new LinkedHashMap<String, Object>();
    data.put("external_farm_id", event.externalFarmId().toString());
    data.put("version", event.version());
    data.put("name", event.farm().name());
    data.put("is_active", event.farm().isActive());
    return new Change(
        id,
        Kind.FARM,
        event.type().wireName().replaceFirst("\\.v\\d+$", ""),
        event.occurredAt(),
        event.farm().tenant(),
        event.farm().isActive() ? WeatherCell.of(event.farm()).id() : null,
        data);
  }

  private static Optional<Change> result(String id, NdviResult result) {
    return switch (result) {
      case NdviResult.Observed observed -> Optional.of(observation(id, observed));
      case NdviResult.Failed _ -> Optional.empty(); // its job tells
    };
  }

  private static Change observation(String id, NdviResult.Observed observed) {
    var data = new LinkedHashMap<String, Object>();
    data.put("external_farm_id", observed.externalFarmId().toString());
    data.put("farm_version", observed.farmVersion());
    data.put("index", observed.index());
    data.put("engine", observed.provenance().engine());
    data.put("date", observed.date().toString());
    put(data, "mean", observed.statistics().mean());
    put(data, "cloud_fraction", observed.quality().cloudFraction());
    data.put("state", observed.quality().state().name().toLowerCase(Locale.ROOT));
    return new Change(
        id,
        Kind.OBSERVATION,
        "observation.computed",
        observed.computedAt(),
        observed.tenant(),
        null,
        data);
  }

  private static Change job(String id, NdviJob job) {
    var data = new LinkedHashMap<String, Object>();
    data.put("job_id", job.id());
    data.put("external_farm_id", job.externalFarmId().toString());
    data.put("index", job.index());
    data.put("job_type", job.jobType().name().toLowerCase(Locale.ROOT));
    var status = job.status().name().toLowerCase(Locale.ROOT);
    data.put("status", status);
    put(data, "last_error", job.lastError());
    var at = job.finishedAt() != null ? job.finishedAt() : job.startedAt();
    return new Change(
        id, Kind.JOB, "job." + status, at == null ? job.createdAt() : at, job.tenant(), null, data);
  }

  private static Change weather(String id, WeatherReport report) {
    var data = new LinkedHashMap<String, Object>();
    data.put("cell", report.cell());
    data.put("latitude", report.latitude());
    data.put("longitude", report.longitude());
    return new Change(
        id, Kind.WEATHER, "weather.updated", report.publishedAt(), null, report.cell(), data);
  }

  /** What is not known is left out. */
  private static void put(Map<String, Object> data, String name, @Nullable Object value) {
    if (value != null) {
      data.put(name, value);
    }
  }
}
