package io.farmsync.sync.client.postgres;

import io.farmsync.platform.secret.Secret;
import io.farmsync.platform.secret.SecretCipher;
import io.farmsync.schemas.Credential;
import io.farmsync.sync.client.Clients;
import io.farmsync.sync.client.IntegrationClient;
import io.farmsync.sync.client.SigningClient;
import io.farmsync.sync.credential.CredentialLog;
import io.farmsync.sync.database.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Clients in table integration_client, secrets encrypted. Rows are locked while they change. */
final class PostgresClients implements Clients {

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final CredentialLog credentials;
  private final SecretCipher cipher;
  private final Clock clock;

  PostgresClients(
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
  public Optional<SigningClient> signing(String clientId) {
    return jdbc.sql("select * from integration_client where client_id = ?")
        .param(clientId)
        .query((row, _) -> signing(row))
        .optional();
  }

  @Override
  public Optional<IntegrationClient> find(UUID id) {
    return jdbc.sql("select * from integration_client where id = ?")
        .param(id)
        .query((row, _) -> client(row))
        .optional();
  }

  @Override
  public List<IntegrationClient> list(int offset, int limit) {
    return jdbc.sql("select * from integration_client order by name limit ? offset ?")
        .params(limit, offset)
        .query((row, _) -> client(row))
        .list();
  }

  @Override
  public long count() {
    return jdbc.sql("select count(*) from integration_client").query(Long.class).single();
  }

  @Override
  public Change create(NewClient wish) {
    try {
      return transactions.run((_, _) -> {
        if (nameIsTaken(wish.name(), wish.id())) {
          return new Change.NameTaken();
        }
        return new Change.Done(insert(wish));
      });
    } catch (DuplicateKeyException e) {
      return new Change.NameTaken(); // somebody else was faster, again and again
    }
  }

  @Override
  public void seed(NewClient wish) {
    var _ =
        transactions.run((_, _) ->
            signing(wish.clientId()).map(SigningClient::client).orElseGet(() -> insert(wish)));
  }

  @Override
  public Change update(UUID id, @Nullable String name, @Nullable Boolean active) {
    return change(
        id,
        before -> {
          if (name != null && nameIsTaken(name, id)) {
            return new Change.NameTaken();
          }
          jdbc.sql(
                  """
                  update integration_client
                  set name = ?, is_active = ?, updated_at = ? where id = ?\
                  """)
              .params(
                  name == null ? before.name() : name,
                  active == null ? before.active() : active,
                  Timestamp.from(now()),
                  id)
              .update();
          return published(id);
        });
  }

  @Override
  public Change rotate(UUID id, Secret secret, Duration overlap) {
    return change(
        id,
        before -> {
          if (!before.active()) {
            return new Change.Inactive();
          }
          Instant now = now();
          jdbc.sql(
                  """
                  update integration_client
                  set previous_secret = secret, secret = ?, previous_expires_at = ?,
                      rotated_at = ?, updated_at = ?
                  where id = ?\
                  """)
              .params(
                  cipher.encrypt(secret, place(id)),
                  Timestamp.from(now.plus(overlap)),
                  Timestamp.from(now),
                  Timestamp.from(now),
                  id)
              .update();
          return published(id);
        });
  }

  @FunctionalInterface
  private interface Step {
    Change apply(IntegrationClient before);
  }

  /** Runs a change of one client with its row locked. */
  private Change change(UUID id, Step step) {
    return transactions.run((_, _) ->
        jdbc.sql("select * from integration_client where id = ? for update")
            .param(id)
            .query((row, _) -> client(row))
            .optional()
            .map(step::apply)
            .orElseGet(Change.Unknown::new));
  }

  private boolean nameIsTaken(String name, UUID by) {
    return jdbc.sql("select exists (select from integration_client where name = ? and id <> ?)")
        .params(name, by)
        .query(Boolean.class)
        .single();
  }

  private IntegrationClient insert(NewClient wish) {
    Instant now = now();
    jdbc.sql(
            """
            insert into integration_client (id, name, client_id, tenant, scope, secret, is_active,
                                            requires_api_key, created_at, updated_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
        .params(
            wish.id(),
            wish.name(),
            wish.clientId(),
            wish.tenant() == null ? wish.clientId() : wish.tenant(),
            wish.scope(),
            cipher.encrypt(wish.secret(), place(wish.id())),
            wish.active(),
            wish.requiresApiKey(),
            Timestamp.from(now),
            Timestamp.from(now))
        .update();
    return publish(find(wish.id()).orElseThrow());
  }

  private Change published(UUID id) {
    return new Change.Done(publish(find(id).orElseThrow()));
  }

  private IntegrationClient publish(IntegrationClient client) {
    credentials.append(
        new Credential.Client(
            client.clientId(),
            client.name(),
            client.tenant(),
            client.scope(),
            client.active(),
            client.updatedAt()),
        client.updatedAt());
    return client;
  }

  private SigningClient signing(ResultSet row) throws SQLException {
    var client = client(row);
    byte[] previous = row.getBytes("previous_secret");
    return new SigningClient(
        client,
        cipher.decrypt(row.getBytes("secret"), place(client.id())),
        previous == null ? null : cipher.decrypt(previous, place(client.id())));
  }

  private static IntegrationClient client(ResultSet row) throws SQLException {
    return new IntegrationClient(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("client_id"),
        row.getString("tenant"),
        row.getString("scope"),
        row.getBoolean("is_active"),
        row.getBoolean("requires_api_key"),
        instant(row, "rotated_at"),
        instant(row, "previous_expires_at"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  private static String place(UUID id) {
    return "integration_client/" + id;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
