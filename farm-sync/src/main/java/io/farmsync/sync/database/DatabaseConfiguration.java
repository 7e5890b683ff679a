package io.farmsync.sync.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The connection pool and transactions; Flyway has run before any bean that queries. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
@Import(DatabaseErrors.class)
public class DatabaseConfiguration {

  private static final Duration MEASURE_INTERVAL = Duration.ofSeconds(10);

  @Bean(destroyMethod = "close")
  DataSource farmSyncDataSource(DatabaseProperties properties, MeterRegistry meters) {
    var config = new HikariConfig();
    config.setPoolName("farm-sync");
    config.setJdbcUrl(properties.url());
    config.setUsername(properties.username());
    config.setPassword(properties.password());
    config.setMaximumPoolSize(properties.poolSize());
    config.setConnectionTimeout(properties.connectTimeout().toMillis());
    config.setValidationTimeout(
        Math.max(250, Math.min(1000, properties.connectTimeout().toMillis())));
    config.setInitializationFailTimeout(-1); // Flyway waits for PostgreSQL, not the pool
    config.setMetricRegistry(meters);
    config.addDataSourceProperty("ApplicationName", "farm-sync");
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty(
        "socketTimeout", Long.toString(properties.statementTimeout().toSeconds() + 5));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty(
        "options",
        "-c statement_timeout="
            + properties.statementTimeout().toMillis()
            + " -c lock_timeout="
            + properties.lockTimeout().toMillis()
            // A plan made while a table was small would go on reading all of it when it is large.
            + " -c plan_cache_mode=force_custom_plan");
    return new HikariDataSource(config);
  }

  @Bean
  Transactions transactions(PlatformTransactionManager manager) {
    return new Transactions(manager);
  }

  @Bean
  Upkeep databaseMeasuring(JdbcClient jdbc, MeterRegistry meters) {
    return new Upkeep(
        "measuring PostgreSQL", MEASURE_INTERVAL, new DatabaseMetrics(jdbc, meters)::measure);
  }

  @Bean
  HealthIndicator databaseHealthIndicator(JdbcClient jdbc) {
    return () -> {
      try {
        return jdbc.sql("select 1").query(Integer.class).single() == 1
            ? Health.up().build()
            : Health.down().build();
      } catch (org.springframework.dao.DataAccessException e) {
        return Health.down().withDetail("reason", "PostgreSQL does not answer").build();
      }
    };
  }
}
