package io.farmsync.sync.farm.postgres;

import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.sync.database.Transactions;
import io.farmsync.sync.farm.FarmHistory;
import io.farmsync.sync.farm.postgres.FarmWriter.Held;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Farms in PostgreSQL. Single changes that come at the same time share a transaction. */
final class PostgresFarmHistory implements FarmHistory {

  private final Transactions transactions;
  private final FarmTables tables;
  private final FarmWriter writer;
  private final CommitGroups groups;

  PostgresFarmHistory(
      Transactions transactions, FarmTables tables, FarmWriter writer, CommitGroups groups) {
    this.transactions = transactions;
    this.tables = tables;
    this.writer = writer;
    this.groups = groups;
  }

  @Override
  public Outcome apply(Change change, Origin origin, @Nullable Once once) {
    return groups.apply(new FarmRequest(change, origin, once));
  }

  @Override
  public List<Outcome> applyAll(List<Change> changes, Origin origin) {
    var requests = changes.stream().map(change -> new FarmRequest(change, origin, null)).toList();
    return transactions.run((_, attempt) -> writer.write(requests, Held.WAIT, attempt));
  }

  @Override
  public Optional<FarmState> find(UUID farmId) {
    return tables.find(farmId);
  }

  @Override
  public List<FarmEvent> events(UUID farmId, int offset, int limit) {
    return tables.events(farmId, offset, limit);
  }

  @Override
  public Optional<FarmEvent> eventAt(UUID farmId, long version) {
    return tables.eventAt(farmId, version);
  }

  @Override
  public Optional<FarmEvent> latestEventUntil(UUID farmId, Instant time) {
    return tables.latestEventUntil(farmId, time);
  }
}
