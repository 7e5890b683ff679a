package io.farmsync.sync.relay.debezium;

import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.sync.relay.ChangeFeed;
import io.farmsync.sync.relay.LogPosition;
import java.util.Map;

/** Starts one engine per feed; none is ever started twice. */
final class DebeziumChangeFeed implements ChangeFeed {
  private final EngineSettings settings;

  DebeziumChangeFeed(EngineSettings settings) {
    this.settings = settings;
  }

  @Override
  public Running start(LogPosition from, Reader reader) {
    String offset = WireJson.mapper().writeValueAsString(from.offset());
    return RunningEngine.start(settings.startingAt(offset), reader);
  }

  @Override
  public Map<String, Object> offsetAt(long lsn) {
    return Map.of("lsn", lsn, "lsn_proc", lsn, "lsn_commit", lsn);
  }
}
