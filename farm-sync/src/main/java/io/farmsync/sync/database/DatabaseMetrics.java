package io.farmsync.sync.database;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What PostgreSQL says of itself, asked for in the background: a scrape never waits for the
 * database. While it does not answer the figures stand still; {@code farm_component_ready} tells.
 */
final class DatabaseMetrics {

  private static final String QUESTION =
      """
      select numbackends, xact_commit, xact_rollback, blks_hit, blks_read,
             pg_database_size(datname) as size,
             (select coalesce(extract(epoch from max(now() - xact_start)), 0)
                from pg_stat_activity where datname = current_database()) as oldest
        from pg_stat_database where datname = current_database()\
      """;

  private final JdbcClient jdbc;
  private volatile Answer last = new Answer(0, 0, 0, 0, 0, 0, 0);

  private record Answer(
      double sessions,
      double commits,
      double rollbacks,
      double hits,
      double reads,
      double size,
      double oldest) {}

  DatabaseMetrics(JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    Gauge.builder("postgres.sessions", this, m -> m.last.sessions())
        .description("Sessions in the database, those of others included")
        .register(meters);
    Gauge.builder("postgres.size", this, m -> m.last.size())
        .description("The database on disk, without the write-ahead log")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("postgres.oldest.transaction", this, m -> m.last.oldest())
        .description("Age of the oldest open transaction of this role, or of all with pg_monitor")
        .baseUnit("seconds")
        .register(meters);
    FunctionCounter.builder("postgres.transactions", this, m -> m.last.commits())
        .tag("outcome", "commit")
        .register(meters);
    FunctionCounter.builder("postgres.transactions", this, m -> m.last.rollbacks())
        .tag("outcome", "rollback")
        .register(meters);
    FunctionCounter.builder("postgres.blocks", this, m -> m.last.hits())
        .tag("from", "memory")
        .register(meters);
    FunctionCounter.builder("postgres.blocks", this, m -> m.last.reads())
        .tag("from", "disk")
        .register(meters);
  }

  /** Asks once; 0, since nothing is left to do. */
  int measure() {
    last =
        jdbc.sql(QUESTION)
            .query((row, _) ->
                new Answer(
                    row.getDouble("numbackends"),
                    row.getDouble("xact_commit"),
                    row.getDouble("xact_rollback"),
                    row.getDouble("blks_hit"),
                    row.getDouble("blks_read"),
                    row.getDouble("size"),
                    row.getDouble("oldest")))
            .single();
    return 0;
  }
}
