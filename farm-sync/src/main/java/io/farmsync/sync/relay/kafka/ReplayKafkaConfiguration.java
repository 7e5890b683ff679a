package io.farmsync.sync.relay.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.sync.relay.Replay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Topics to replay into. */
@Configuration(proxyBeanMethods = false)
public class ReplayKafkaConfiguration {

  @Bean
  Replay.Target.Factory replayTargets(KafkaSettings settings) {
    return (topic, selection) -> ReplayTopic.open(settings, topic, selection);
  }
}
