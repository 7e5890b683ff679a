package io.farmsync.sync.relay;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.sync.database.DatabaseProperties;
import io.farmsync.sync.relay.kafka.ReplayKafkaConfiguration;
import io.farmsync.sync.relay.postgres.ReplayPostgresConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a {@link Replay} reads from and writes to; no part of the running service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DatabaseProperties.class, KafkaSettings.class})
@Import({ReplayPostgresConfiguration.class, ReplayKafkaConfiguration.class})
public class ReplayConfiguration {}
