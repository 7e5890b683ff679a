package io.farmsync.sync.farm.postgres;

import io.farmsync.schemas.FarmState;
import io.farmsync.sync.farm.FarmHistory.Once;
import io.farmsync.sync.farm.FarmHistory.Outcome;
import io.farmsync.sync.farm.Rejection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** What requests with an idempotency key came to. */
final class Receipts {

  static final Duration KEPT = Duration.ofHours(24);

  private static final int PURGED_AT_ONCE = 10_000;

  private final JdbcClient jdbc;

  Receipts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A key of a client's choice. */
  record Key(String clientId, String key) {

    static Key of(Once once) {
      return new Key(once.clientId(), once.key());
    }
  }

  /** What the first request under a key came to. */
  record Receipt(Key key, String requestHash, FarmState farm) {

    /** The answer to another request under the key. */
    Outcome answer(Once once) {
      return once.strict() && !requestHash.equals(once.requestHash())
          ? new Outcome.Refused(Rejection.KEY_USED_OTHERWISE)
          : new Outcome.Repeated(farm);
    }
  }

  /** The receipts under these keys that still count. */
  Map<Key, Receipt> find(List<Once> wanted, Instant now) {
    if (wanted.isEmpty()) {
      return Map.of();
    }
    var found = new HashMap<Key, Receipt>();
    jdbc.sql(
            """
            select client_id, key, request_hash, farm from idempotency
            join unnest(?::text[], ?::text[]) as wanted (client_id, key) using (client_id, key)
            where created_at > ?\
            """)
        .params(
            texts(wanted, Once::clientId),
            texts(wanted, Once::key),
            Timestamp.from(now.minus(KEPT)))
        .query((row, _) -> receipt(row))
        .list()
        .forEach(receipt -> found.put(receipt.key(), receipt));
    return found;
  }

  /**
   * Keeps receipts, in the place of those that count no more.
   *
   * @throws DuplicateKeyException if another transaction has kept one under the same key meanwhile
   */
  void keep(Collection<Receipt> receipts, Instant now) {
    if (receipts.isEmpty()) {
      return;
    }
    var rows =
        receipts.stream()
            .sorted(Comparator.comparing(receipt -> receipt.key().toString())) // no deadlocks
            .toList();
    int kept =
        jdbc.sql(
                """
                insert into idempotency (client_id, key, request_hash, farm, created_at)
                select *, ? from unnest(?::text[], ?::text[], ?::text[], ?::text[])
                on conflict (client_id, key) do update
                  set request_hash = excluded.request_hash, farm = excluded.farm,
                      created_at = excluded.created_at
                  where idempotency.created_at <= ?\
                """)
            .params(
                Timestamp.from(now),
                texts(rows, receipt -> receipt.key().clientId()),
                texts(rows, receipt -> receipt.key().key()),
                texts(rows, Receipt::requestHash),
                texts(rows, receipt -> FarmTables.json(receipt.farm())),
                Timestamp.from(now.minus(KEPT)))
            .update();
    if (kept != rows.size()) {
      throw new DuplicateKeyException("an idempotency key was used by another transaction");
    }
  }

  /** Forgets what is too old to count. */
  int purge(Instant now) {
    return jdbc.sql(
            """
            delete from idempotency where ctid = any(array(
              select ctid from idempotency where created_at <= ? limit ?))\
            """)
        .params(Timestamp.from(now.minus(KEPT)), PURGED_AT_ONCE)
        .update();
  }

  private static Receipt receipt(ResultSet row) throws SQLException {
    return new Receipt(
        new Key(row.getString("client_id"), row.getString("key")),
        row.getString("request_hash"),
        FarmTables.state(row.getString("farm")));
  }

  private static <T> SqlArrayValue texts(List<T> rows, Function<T, String> column) {
    return new SqlArrayValue("text", rows.stream().map(column).toArray());
  }
}
