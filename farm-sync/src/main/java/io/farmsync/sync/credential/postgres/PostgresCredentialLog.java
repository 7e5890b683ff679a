package io.farmsync.sync.credential.postgres;

import io.farmsync.schemas.Credential;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.sync.credential.CredentialLog;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Appends to table credential_event. */
final class PostgresCredentialLog implements CredentialLog {

  private static final JsonSerde<Credential> CREDENTIALS = JsonSerde.of(Topics.CREDENTIALS);

  private final JdbcClient jdbc;
  private final Supplier<UUID> ids;

  PostgresCredentialLog(JdbcClient jdbc, Supplier<UUID> ids) {
    this.jdbc = jdbc;
    this.ids = ids;
  }

  @Override
  public void append(Credential credential, Instant at) {
    byte[] json = Objects.requireNonNull(CREDENTIALS.write(credential));
    jdbc.sql(
            """
            insert into credential_event (event_id, subject, event_type, occurred_at, payload)
            values (?, ?, ?, ?, ?)\
            """)
        .params(
            ids.get(),
            credential.subject(),
            type(credential),
            Timestamp.from(at),
            new String(json, StandardCharsets.UTF_8))
        .update();
  }

  private static String type(Credential credential) {
    return switch (credential) {
      case Credential.Client _ -> "credential.client.v1";
      case Credential.ApiKey _ -> "credential.api-key.v1";
      case Credential.SigningKey _ -> "credential.signing-key.v1";
    };
  }
}
