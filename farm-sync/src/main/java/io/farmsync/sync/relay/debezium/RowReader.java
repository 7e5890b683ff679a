package io.farmsync.sync.relay.debezium;

import static java.util.Objects.requireNonNull;

import io.debezium.engine.RecordChangeEvent;
import io.farmsync.sync.relay.FeedItem;
import io.farmsync.sync.relay.RelayException;
import io.farmsync.sync.relay.RelayException.Failure;
import io.farmsync.sync.relay.StoredEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;

/** The engine's records as what they mean here. */
public final class RowReader {
  private static final String TRANSACTIONS = EngineSettings.PREFIX + ".transaction";

  private RowReader() {}

  /** A row's record, kept because the engine wants it back when it is durable. */
  record EngineMark(RecordChangeEvent<SourceRecord> change) implements FeedItem.Mark {
    @Override
    public long lsn() {
      long row = (Long) requireNonNull(change.record().sourceOffset().get("lsn"));
      Object commit = change.record().sourceOffset().get("lsn_commit");
      return commit instanceof Long before ? Math.max(row, before) : row;
    }

    @Override
    public Map<String, Object> offset() {
      return new HashMap<>(change.record().sourceOffset());
    }
  }

  /**
   * Empty for what says nothing, such as the begin of a transaction.
   *
   * @throws RelayException of kind UNREADABLE_ROW for a row that should not exist
   */
  static Optional<FeedItem> read(RecordChangeEvent<SourceRecord> change) {
    SourceRecord record = change.record();
    if (!(record.value() instanceof Struct value)) {
      return Optional.empty();
    }
    if (TRANSACTIONS.equals(record.topic())) {
      return value.getString("status").equals("END")
          ? Optional.of(new FeedItem.TransactionEnd())
          : Optional.empty();
    }
    try {
      return Optional.of(row(change, value));
    } catch (DataException | ClassCastException | NullPointerException unexpected) {
      throw new RelayException(
          Failure.UNREADABLE_ROW,
          "a row of %s is not as the migrations made it".formatted(record.topic()),
          unexpected);
    }
  }

  private static FeedItem row(RecordChangeEvent<SourceRecord> change, Struct value) {
    Struct source = value.getStruct("source");
    String table = source.getString("table");
    if (!value.getString("op").equals("c")) {
      throw new RelayException(
          Failure.UNREADABLE_ROW,
          "%s was changed by operation \"%s\": events are appended only"
              .formatted(table, value.getString("op")),
          null);
    }
    return new FeedItem.Row(
        event(value), new EngineMark(change), Instant.ofEpochMilli(source.getInt64("ts_ms")));
  }

  /**
   * The row of a change, whatever the change was.
   *
   * @param change the engine's envelope
   */
  public static StoredEvent event(Struct change) {
    String table = change.getStruct("source").getString("table");
    Struct row = change.getStruct("after");
    return switch (table) {
      case "farm_event" ->
          new StoredEvent.OfFarm(
              UUID.fromString(row.getString("event_id")),
              UUID.fromString(row.getString("external_farm_id")),
              row.getInt64("version"),
              row.getString("tenant"),
              row.getString("event_type"),
              OffsetDateTime.parse(row.getString("occurred_at")).toInstant(),
              row.getString("payload"),
              row.getString("headers"));
      case "credential_event" ->
          new StoredEvent.OfCredential(
              UUID.fromString(row.getString("event_id")),
              row.getString("subject"),
              row.getString("event_type"),
              OffsetDateTime.parse(row.getString("occurred_at")).toInstant(),
              row.getString("payload"));
      case "relay_heartbeat" -> new StoredEvent.Heartbeat();
      default ->
          throw new RelayException(
              Failure.UNREADABLE_ROW, "table %s is not the relay's".formatted(table), null);
    };
  }
}
