package io.farmsync.query;

import io.farmsync.embedded.EmbeddedPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** The service on a port of its own and the broker of this JVM; one for all tests that ask so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = QueryApiApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "farm.kafka.replication=1",
      "query.audit.enabled=false", // these tests write events without the states beside them
      "farm.throttle.user=1000000/min",
      "farm.throttle.anonymous=1000000/min",
      "query.webhooks.secret-key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
      "query.webhooks.private-addresses=true",
      "query.webhooks.back-off=100ms",
      "query.webhooks.most-failures=3"
    })
@ContextConfiguration(initializers = QueryApiTest.OnSharedBroker.class)
@interface QueryApiTest {

  /** Points the service at the broker, and its stores at a new folder. */
  final class OnSharedBroker
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      try {
        Path target = Files.createDirectories(Path.of("target"));
        TestPropertyValues.of(
                "farm.kafka.bootstrap-servers="
                    + EmbeddedPlatform.shared().kafka().bootstrapServers(),
                "farm.kafka.state-folder=" + Files.createTempDirectory(target, "state-"))
            .applyTo(context);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
