package io.farmsync.sync.token.postgres;

import io.farmsync.schemas.Credential;
import io.farmsync.sync.credential.CredentialLog;
import io.farmsync.sync.database.Transactions;
import io.farmsync.sync.secret.SecretCipher;
import io.farmsync.sync.token.SigningKeys;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing keys in table signing_key, private halves encrypted. */
final class PostgresSigningKeys implements SigningKeys {

  /** Any constant: names the lock under which the first key is made. */
  private static final long FIRST_KEY_LOCK = 0x6661726d6b6579L;

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
            select kid, private_jwk, created_at from signing_key where active
            order by created_at desc limit 1\
            """)
        .query((row, _) ->
            new PrivateKey(
                row.getString("kid"),
                cipher.decrypt(row.getBytes("private_jwk"), place(row.getString("kid"))),
                row.getTimestamp("created_at").toInstant()))
        .single();
  }

  @Override
  public List<String> published() {
    return jdbc.sql("select public_jwk from signing_key where active order by created_at desc")
        .query(String.class)
        .list();
  }

  @Override
  public void ensureOne(Supplier<NewKey> maker) {
    var _ =
        transactions.run((_, _) -> {
          jdbc.sql("select pg_advisory_xact_lock(?)")
              .param(FIRST_KEY_LOCK)
              .query((_, _) -> true)
              .single();
          boolean there =
              jdbc.sql("select exists (select from signing_key where active)")
                  .query(Boolean.class)
                  .single();
          if (!there) {
            insert(maker.get());
          }
          return there;
        });
  }

  private void insert(NewKey key) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    jdbc.sql(
            """
            insert into signing_key (kid, private_jwk, public_jwk, active, created_at)
            values (?, ?, ?, true, ?)\
            """)
        .params(
            key.keyId(),
            cipher.encrypt(key.privateJwk(), place(key.keyId())),
            key.publicJwk(),
            Timestamp.from(now))
        .update();
    credentials.append(new Credential.SigningKey(key.keyId(), key.publicJwk(), true, now), now);
  }

  private static String place(String keyId) {
    return "signing_key/" + keyId;
  }
}
