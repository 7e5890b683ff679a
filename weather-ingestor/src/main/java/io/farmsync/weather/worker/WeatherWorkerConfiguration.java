package io.farmsync.weather.worker;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.weather.provider.WeatherProvider;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One worker per provider, once the topics are there. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerSettings.class)
public class WeatherWorkerConfiguration {

  @Bean(destroyMethod = "close")
  AnswerPublisher openMeteoAnswers(KafkaSettings kafka) {
    return new AnswerPublisher(kafka);
  }

  @Bean(destroyMethod = "close")
  AnswerPublisher nasaPowerAnswers(KafkaSettings kafka) {
    return new AnswerPublisher(kafka);
  }

  @Bean
  RequestWorker openMeteoWorker(
      WeatherProvider openMeteoProvider,
      KafkaSettings kafka,
      WorkerSettings settings,
      AnswerPublisher openMeteoAnswers,
      Clock clock,
      TopicProvisioner provisionedTopics) {
    return new RequestWorker(openMeteoProvider, kafka, settings, openMeteoAnswers, clock);
  }

  @Bean
  RequestWorker nasaPowerWorker(
      WeatherProvider nasaPowerProvider,
      KafkaSettings kafka,
      WorkerSettings settings,
      AnswerPublisher nasaPowerAnswers,
      Clock clock,
      TopicProvisioner provisionedTopics) {
    return new RequestWorker(nasaPowerProvider, kafka, settings, nasaPowerAnswers, clock);
  }
}
