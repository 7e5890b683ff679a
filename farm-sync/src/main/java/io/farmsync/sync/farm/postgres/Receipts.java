package io.farmsync.sync.farm.postgres;

import io.farmsync.schemas.FarmState;
import io.farmsync.sync.farm.FarmHistory.Once;
import io.farmsync.sync.farm.FarmHistory.Outcome;
import io.farmsync.sync.farm.Rejection;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What requests with an idempotency key came to. */
final class Receipts {

  static final Duration KEPT = Duration.ofHours(24);

  private static final int PURGED_AT_ONCE = 10_000;

  private final JdbcClient jdbc;

  Receipts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Claims the key for this transaction, waiting for another one that holds it.
   *
   * @return empty if the claim was made; otherwise what the earlier request came to
   */
  Optional<Outcome> claim(Once once, Instant now) {
    int claimed =
        jdbc.sql(
                """
                insert into idempotency (client_id, key, request_hash, farm, created_at)
                values (?, ?, ?, '', ?)
                on conflict (client_id, key) do update
                  set request_hash = excluded.request_hash, created_at = excluded.created_at
                  where idempotency.created_at <= ?\
                """)
            .params(
                once.clientId(),
                once.key(),
                once.requestHash(),
                Timestamp.from(now),
                Timestamp.from(now.minus(KEPT)))
            .update();
    return claimed == 1 ? Optional.empty() : Optional.of(earlier(once));
  }

  /** Keeps the answer under the claimed key. */
  void keep(Once once, FarmState farm) {
    jdbc.sql("update idempotency set farm = ? where client_id = ? and key = ?")
        .params(FarmTables.json(farm), once.clientId(), once.key())
        .update();
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

  private Outcome earlier(Once once) {
    return jdbc.sql("select request_hash, farm from idempotency where client_id = ? and key = ?")
        .params(once.clientId(), once.key())
        .query((row, _) -> outcome(once, row.getString("request_hash"), row.getString("farm")))
        .single();
  }

  private static Outcome outcome(Once once, String requestHash, String farm) {
    return once.strict() && !requestHash.equals(once.requestHash())
        ? new Outcome.Refused(Rejection.KEY_USED_OTHERWISE)
        : new Outcome.Repeated(FarmTables.state(farm));
  }
}
