package io.farmsync.schemas.kafka;

import io.farmsync.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record: CloudEvents 1.0 in binary mode, and what ties the record to the request
 * that caused it.
 *
 * @param id CloudEvents id, unique per source
 * @param source CloudEvents source, a URI reference such as {@code /farm-sync}
 * @param type CloudEvents type, such as {@code farm.registered.v1}
 * @param cause the request, tenant and farm version behind the record
 */
public record EventHeaders(String id, String source, String type, Instant time, Cause cause) {

  public static final String ID = "ce_id";
  public static final String SOURCE = "ce_source";
  public static final String TYPE = "ce_type";
  public static final String SPEC_VERSION = "ce_specversion";
  public static final String TIME = "ce_time";
  public static final String DATA_SCHEMA = "ce_dataschema";
  public static final String CONTENT_TYPE = "content-type";
  public static final String TRACE_PARENT = "traceparent";
  public static final String REQUEST_ID = "request_id";
  public static final String TENANT = "tenant";
  public static final String FARM_VERSION = "farm_version";

  /**
   * What a record came from; handed on from record to record.
   *
   * @param traceParent W3C trace context of the request
   * @param requestId the HTTP request's id
   * @param farmVersion the version of the farm the record speaks of
   */
  public record Cause(
      @Nullable String traceParent,
      @Nullable String requestId,
      @Nullable String tenant,
      @Nullable Long farmVersion) {

    public static final Cause UNKNOWN = new Cause(null, null, null, null);

    /** Reads the cause off a record; what is missing or unreadable is absent. */
    public static Cause of(Headers headers) {
      String version = value(headers, FARM_VERSION);
      return new Cause(
          value(headers, TRACE_PARENT),
          value(headers, REQUEST_ID),
          value(headers, TENANT),
          version != null && version.matches("[0-9]{1,18}") ? Long.valueOf(version) : null);
    }
  }

  /** The headers for a record of the topic, with the schema of its values. */
  public RecordHeaders of(Topic<?> topic) {
    var all = new LinkedHashMap<String, @Nullable String>();
    all.put(ID, id);
    all.put(SOURCE, source);
    all.put(TYPE, type);
    all.put(SPEC_VERSION, "1.0");
    all.put(TIME, time.toString());
    all.put(DATA_SCHEMA, WireSchemas.uri(topic.schema()).toString());
    all.put(CONTENT_TYPE, "application/json");
    all.put(TRACE_PARENT, cause.traceParent());
    all.put(REQUEST_ID, cause.requestId());
    all.put(TENANT, cause.tenant());
    all.put(FARM_VERSION, cause.farmVersion() == null ? null : cause.farmVersion().toString());
    var headers = new RecordHeaders();
    for (Map.Entry<String, @Nullable String> header : all.entrySet()) {
      if (header.getValue() != null) {
        headers.add(header.getKey(), header.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return headers;
  }

  /** The text of the last header of that name, or null. */
  public static @Nullable String value(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
