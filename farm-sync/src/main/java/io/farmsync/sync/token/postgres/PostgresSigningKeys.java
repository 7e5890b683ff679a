package io.farmsync.sync.token.postgres;

import io.farmsync.platform.secret.SecretCipher;
import io.farmsync.schemas.Credential;
import io.farmsync.sync.credential.CredentialLog;
import io.farmsync.sync.database.Transactions;
import io.farmsync.sync.token.SigningKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing keys in table signing_key, private halves encrypted. */
final class PostgresSigningKeys implements SigningKeys {

  /** Any constant: names the lock under which keys change. */
  private static final long LOCK = 0x6661726d6b6579L;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final CredentialLog credentials;
  private final SecretCipher cipher;
  private final Clock clock;

  PostgresSigningKeys(
      Transactions transactions,
      JdbcClient jdbc,
      CredentialLog credentials,
      SecretCipher cipher,
      Clock clock) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.credentials = credentials;
    this.cipher = cipher;
    this.clock = clock;
  }

  @Override
  public PrivateKey current() {
    return jdbc.sql(
            """
            select kid, private_jwk, created_at from signing_key where active and signs_from <= ?
            order by signs_from desc limit 1\
            """)
        .param(Timestamp.from(now()))
        .query((row, _) ->
            new PrivateKey(
                row.getString("kid"),
                cipher.decrypt(row.getBytes("private_jwk"), place(row.getString("kid"))),
                row.getTimestamp("created_at").toInstant()))
        .single();
  }

  @Override
  public List<String> published() {
    return jdbc.sql("select public_jwk from signing_key where active order by signs_from desc")
        .query(String.class)
        .list();
  }

  @Override
  public List<KeyRecord> list() {
    return jdbc.sql("select * from signing_key order by signs_from desc, kid")
        .query((row, _) -> record(row))
        .list();
  }

  @Override
  public void ensureOne(Supplier<NewKey> maker) {
    var _ =
        alone(() -> {
          boolean there = list().stream().anyMatch(KeyRecord::active);
          if (!there) {
            insert(maker.get(), now());
          }
          return there;
        });
  }

  @Override
  public int rotateIfDue(Supplier<NewKey> maker, Turn turn) {
    return alone(() -> {
      Instant now = now();
      var active = list().stream().filter(KeyRecord::active).toList();
      int changed = 0;
      if (active.isEmpty() || !active.getFirst().signsFrom().plus(turn.every()).isAfter(now)) {
        insert(maker.get(), now.plus(turn.publishedBefore()));
        changed++;
      }
      for (int i = 1; i < active.size(); i++) {
        Instant successorSigns = active.get(i - 1).signsFrom();
        if (!successorSigns.plus(turn.keptFor()).isAfter(now)) {
          retire(active.get(i).keyId(), now);
          changed++;
        }
      }
      return changed;
    });
  }

  @Override
  public KeyRecord rotate(Supplier<NewKey> maker, Turn turn) {
    return alone(() -> insert(maker.get(), now().plus(turn.publishedBefore())));
  }

  @Override
  public Optional<KeyRecord> revoke(String keyId, Supplier<NewKey> maker) {
    return alone(() -> {
      Instant now = now();
      if (find(keyId).filter(KeyRecord::active).isPresent()) {
        retire(keyId, now);
        boolean nobodySigns =
            list().stream().noneMatch(key -> key.active() && !key.signsFrom().isAfter(now));
        if (nobodySigns) {
          insert(maker.get(), now);
        }
      }
      return find(keyId);
    });
  }

  /** Runs a change while no other instance changes keys. */
  private <T> T alone(Supplier<T> change) {
    return transactions.run((_, _) -> {
      jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((_, _) -> true).single();
      return change.get();
    });
  }

  private Optional<KeyRecord> find(String keyId) {
    return jdbc.sql("select * from signing_key where kid = ?")
        .param(keyId)
        .query((row, _) -> record(row))
        .optional();
  }

  private KeyRecord insert(NewKey key, Instant signsFrom) {
    Instant now = now();
    jdbc.sql(
            """
            insert into signing_key (kid, private_jwk, public_jwk, active, created_at, signs_from)
            values (?, ?, ?, true, ?, ?)\
            """)
        .params(
            key.keyId(),
            cipher.encrypt(key.privateJwk(), place(key.keyId())),
            key.publicJwk(),
            Timestamp.from(now),
            Timestamp.from(signsFrom))
        .update();
    credentials.append(new Credential.SigningKey(key.keyId(), key.publicJwk(), true, now), now);
    return find(key.keyId()).orElseThrow();
  }

  private void retire(String keyId, Instant now) {
    String publicJwk =
        jdbc.sql(
                """
                update signing_key set active = false, retired_at = ? where kid = ?
                returning public_jwk\
                """)
            .params(Timestamp.from(now), keyId)
            .query(String.class)
            .single();
    credentials.append(new Credential.SigningKey(keyId, publicJwk, false, now), now);
  }

  private static KeyRecord record(ResultSet row) throws SQLException {
    Timestamp retired = row.getTimestamp("retired_at");
    return new KeyRecord(
        row.getString("kid"),
        row.getBoolean("active"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("signs_from").toInstant(),
        retired == null ? null : retired.toInstant());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static String place(String keyId) {
    return "signing_key/" + keyId;
  }
}
