package io.farmsync.ndvi.topology;

import io.farmsync.ndvi.job.JobPlanner;
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

/**
 * Which farm events ask for imagery.
 *
 * <pre>
 *   farm-events ─▶ [plan-jobs] ─┬▶ ndvi-requests     one job each, key external_farm_id
 *                               ├▶ ndvi-jobs         the same job, queued, key job id
 *                               └▶ farm-events-dlt   what could not be read, with the reason
 * </pre>
 *
 * Registration, restoration and boundary change make jobs; other events make none. Exactly once
 * from farm-events to all three outputs (exactly_once_v2). Keeps no state: the same event makes the
 * same jobs under the same ids.
 */
public final class NdviTopology {
  private NdviTopology() {}

  /**
   * @param builder made with a topology configuration, so that unnamed parts are refused
   */
  public static void addTo(StreamsBuilder builder, JobPlanner planner) {
    Serde<byte[]> bytes = Serdes.ByteArray();
    builder.stream(
            Topics.FARM_EVENTS.name(), Consumed.with(bytes, bytes).withName("read-farm-events"))
        .process(() -> new PlanJobs(planner), Named.as("plan-jobs"))
        .split(Named.as("planned-"))
        .branch(
            (_, planned) -> planned.goesTo(Topics.NDVI_REQUESTS),
            Branched.withConsumer(
                requests -> write(requests, Topics.NDVI_REQUESTS, "requests"), "requests"))
        .branch(
            (_, planned) -> planned.goesTo(Topics.NDVI_JOBS),
            Branched.withConsumer(jobs -> write(jobs, Topics.NDVI_JOBS, "jobs"), "jobs"))
        .defaultBranch(
            Branched.withConsumer(
                unread -> write(unread, Topics.FARM_EVENTS.deadLetters(), "dead-letters"),
                "dead-letters"));
  }

  private static void write(KStream<byte[], Planned> planned, Topic<?> topic, String what) {
    write(planned, topic.name(), what);
  }

  private static void write(KStream<byte[], Planned> planned, String topic, String what) {
    planned
        .mapValues(Planned::value, Named.as("bytes-of-" + what))
        .to(topic, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("write-" + what));
  }
}
