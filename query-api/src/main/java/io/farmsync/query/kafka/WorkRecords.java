package io.farmsync.query.kafka;

import io.farmsync.query.ndvi.WorkQueue.Origin;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A job as the records that make it: its state, then the order that makes it wait for its turn. */
final class WorkRecords {

  private static final String SOURCE = "/query-api";
  private static final String QUEUED = "ndvi.job-queued.v1";
  private static final String ORDERED = "ndvi.ordered.v1";

  private WorkRecords() {}

  /**
   * The records, in the order they must become visible.
   *
   * @throws org.apache.kafka.common.errors.SerializationException if the request does not match its
   *     schema
   */
  static List<ProducerRecord<byte[], byte[]>> of(NdviRequest request, Origin origin) {
    return List.of(
        record(Topics.NDVI_JOBS, request.jobId(), NdviJob.queued(request), QUEUED, request, origin),
        record(
            Topics.NDVI_ORDERS,
            request.externalFarmId().toString(),
            request,
            ORDERED,
            request,
            origin));
  }

  private static <V> ProducerRecord<byte[], byte[]> record(
      Topic<V> topic, String key, V value, String type, NdviRequest request, Origin origin) {
    var cause =
        new Cause(
            origin.traceParent(), origin.requestId(), request.tenant(), request.farmVersion());
    // the same job may be made again later: its id alone would not be unique
    String id = request.jobId() + "/" + request.requestedAt().toEpochMilli();
    return new ProducerRecord<>(
        topic.name(),
        null,
        key.getBytes(StandardCharsets.UTF_8),
        JsonSerde.of(topic).serializer().serialize(topic.name(), value),
        new EventHeaders(id, SOURCE, type, request.requestedAt(), cause).of(topic));
  }
}
