package io.farmsync.sync.client.postgres;

import io.farmsync.sync.client.Nonces;
import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nonces in table nonce. */
final class PostgresNonces implements Nonces {

  private static final int PURGED_AT_ONCE = 10_000;

  private final JdbcClient jdbc;

  PostgresNonces(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean consume(String clientId, String nonce, Instant until) {
    return jdbc.sql(
                """
                insert into nonce (client_id, nonce, expires_at) values (?, ?, ?)
                on conflict do nothing\
                """)
            .params(clientId, nonce, Timestamp.from(until))
            .update()
        == 1;
  }

  /** Forgets nonces whose requests could no longer be repeated. */
  int purge(Instant now) {
    return jdbc.sql(
            """
            delete from nonce where ctid = any(array(
              select ctid from nonce where expires_at < ? limit ?))\
            """)
        .params(Timestamp.from(now), PURGED_AT_ONCE)
        .update();
  }
}
