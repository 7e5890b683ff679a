package io.farmsync.sync.key.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.farmsync.schemas.Credential;
import io.farmsync.sync.credential.CredentialLog;
import io.farmsync.sync.database.Transactions;
import io.farmsync.sync.key.ApiKeys;
import io.farmsync.sync.key.IssuedKey;
import io.farmsync.sync.key.KeyText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** API keys in table api_key; a row is locked while it changes. */
final class PostgresApiKeys implements ApiKeys {

  private static final Logger log = LoggerFactory.getLogger(PostgresApiKeys.class);
  private static final int KEYS_REMEMBERED = 10_000;

  private final Cache<UUID, Instant> recentlyMarked =
      Caffeine.newBuilder().maximumSize(KEYS_REMEMBERED).expireAfterWrite(USE_IS_NOTED).build();
  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final CredentialLog credentials;
  private final Clock clock;
  private final Supplier<UUID> ids;

  PostgresApiKeys(
      Transactions transactions,
      JdbcClient jdbc,
      CredentialLog credentials,
      Clock clock,
      Supplier<UUID> ids) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.credentials = credentials;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public IssuedKey issue(Wish wish, KeyText.Print print) {
    return transactions.run((_, _) -> insert(wish, print));
  }

  @Override
  public List<IssuedKey> list(int offset, int limit) {
    return jdbc.sql("select * from api_key order by created_at desc, id limit ? offset ?")
        .params(limit, offset)
        .query((row, _) -> key(row))
        .list();
  }

  @Override
  public long count() {
    return jdbc.sql("select count(*) from api_key").query(Long.class).single();
  }

  @Override
  public Optional<IssuedKey> revoke(UUID id) {
    return transactions.run(
        (_, _) -> lock(id).map(key -> key.revokedAt() == null ? revoke(key) : key));
  }

  @Override
  public Optional<IssuedKey> replace(UUID id, KeyText.Print print, @Nullable Instant expiresAt) {
    return transactions.run((_, _) ->
        lock(id)
            .filter(old -> old.revokedAt() == null)
            .map(old -> {
              var wish =
                  new Wish(
                      old.tenant(),
                      old.userId(),
                      old.name(),
                      old.scope(),
                      expiresAt == null ? old.expiresAt() : expiresAt);
              var _ = revoke(old);
              return insert(wish, print);
            }));
  }

  @Override
  public void markUsed(UUID id) {
    Instant now = now();
    if (recentlyMarked.asMap().putIfAbsent(id, now) != null) {
      return;
    }
    try {
      jdbc.sql("update api_key set last_used_at = ? where id = ?")
          .params(Timestamp.from(now), id)
          .update();
    } catch (DataAccessException e) {
      log.warn("last use of API key {} not noted: {}", id, e.getMessage());
    }
  }

  private Optional<IssuedKey> lock(UUID id) {
    return jdbc.sql("select * from api_key where id = ? for update")
        .param(id)
        .query((row, _) -> key(row))
        .optional();
  }

  private IssuedKey revoke(IssuedKey key) {
    Instant now = now();
    jdbc.sql("update api_key set revoked_at = ? where id = ?")
        .params(Timestamp.from(now), key.id())
        .update();
    var revoked =
        new IssuedKey(
            key.id(),
            key.tenant(),
            key.userId(),
            key.name(),
            key.lookup(),
            key.hash(),
            key.scope(),
            key.expiresAt(),
            now,
            key.lastUsedAt(),
            key.createdAt());
    return published(revoked, now);
  }

  private IssuedKey insert(Wish wish, KeyText.Print print) {
    Instant now = now();
    var key =
        new IssuedKey(
            ids.get(),
            wish.tenant(),
            wish.userId(),
            wish.name(),
            print.lookup(),
            print.hash(),
            wish.scope(),
            wish.expiresAt(),
            null,
            null,
            now);
    jdbc.sql(
            """
            insert into api_key (id, tenant, user_id, name, lookup, hash, scope, expires_at,
                                 created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
        .params(
            key.id(), key.tenant(), key.userId(), key.name(), key.lookup(), key.hash(), key.scope())
        .param(wish.expiresAt() == null ? null : Timestamp.from(wish.expiresAt()))
        .param(Timestamp.from(now))
        .update();
    return published(key, now);
  }

  private IssuedKey published(IssuedKey key, Instant at) {
    credentials.append(
        new Credential.ApiKey(
            key.id().toString(),
            key.tenant(),
            key.userId(),
            key.lookup(),
            key.hash(),
            key.scope(),
            key.revokedAt() == null,
            key.expiresAt(),
            at),
        at);
    return key;
  }

  private static IssuedKey key(ResultSet row) throws SQLException {
    return new IssuedKey(
        row.getObject("id", UUID.class),
        row.getString("tenant"),
        row.getString("user_id"),
        row.getString("name"),
        row.getString("lookup"),
        row.getString("hash"),
        row.getString("scope"),
        instant(row, "expires_at"),
        instant(row, "revoked_at"),
        instant(row, "last_used_at"),
        row.getTimestamp("created_at").toInstant());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
