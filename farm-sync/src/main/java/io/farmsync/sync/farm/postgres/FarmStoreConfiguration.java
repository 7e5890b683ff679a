package io.farmsync.sync.farm.postgres;

import io.farmsync.sync.database.DatabaseProperties;
import io.farmsync.sync.database.Transactions;
import io.farmsync.sync.database.Upkeep;
import io.farmsync.sync.farm.FarmHistory;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps farms in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class FarmStoreConfiguration {

  @Bean
  FarmWriter farmWriter(JdbcClient jdbc, Clock clock) {
    return new FarmWriter(new FarmTables(jdbc), new Receipts(jdbc), clock, UUID::randomUUID);
  }

  @Bean
  CommitGroups commitGroups(
      Transactions transactions, FarmWriter writer, DatabaseProperties properties) {
    return new CommitGroups(
        transactions, writer, properties.farmWriters(), properties.largestGroup());
  }

  @Bean
  FarmHistory farmHistory(
      Transactions transactions, JdbcClient jdbc, FarmWriter writer, CommitGroups groups) {
    return new PostgresFarmHistory(transactions, new FarmTables(jdbc), writer, groups);
  }

  @Bean
  Upkeep receiptPurge(JdbcClient jdbc, Clock clock) {
    var receipts = new Receipts(jdbc);
    return new Upkeep(
        "idempotency keys", Duration.ofMinutes(10), () -> receipts.purge(clock.instant()));
  }
}
