package io.farmsync.platform;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.auth.http.AuthenticationConfiguration;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Page;
import io.farmsync.platform.envelope.http.EnvelopeConfiguration;
import io.farmsync.platform.operations.OperationsConfiguration;
import io.farmsync.platform.throttle.SlidingThrottle;
import io.farmsync.platform.throttle.Throttle;
import io.farmsync.platform.throttle.ThrottleProperties;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A service with one handler of every kind, without Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(ThrottleProperties.class)
@PropertySource("classpath:platform-defaults.properties")
@Import({
  EnvelopeConfiguration.class,
  AuthenticationConfiguration.class,
  OperationsConfiguration.class,
  SampleService.Routes.class
})
class SampleService {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Throttle throttle(ThrottleProperties properties, Clock clock) {
    return new SlidingThrottle(properties, clock);
  }

  @RestController
  static class Routes {

    @GetMapping("/sample/public")
    @Access(Access.Policy.PUBLIC)
    Envelope<Map<String, String>> open() {
      return Envelope.ok(Map.of("hello", "world"));
    }

    @GetMapping("/sample/read")
    @Access(Access.Policy.READ)
    Envelope<Map<String, String>> read(Identity identity) {
      return Envelope.ok(Map.of("tenant", identity.tenant()));
    }

    @PostMapping("/sample/write")
    @Access(Access.Policy.WRITE)
    Envelope<Object> write(@RequestBody Map<String, Object> body) {
      return Envelope.ok(body);
    }

    @GetMapping("/sample/administration")
    @Access(Access.Policy.ADMINISTRATION)
    Envelope<String> administration() {
      return Envelope.ok("in");
    }

    @GetMapping("/sample/undeclared")
    Envelope<String> undeclared() {
      return Envelope.ok("never");
    }

    @GetMapping("/sample/broken")
    @Access(Access.Policy.PUBLIC)
    Envelope<String> broken() {
      throw new IllegalStateException("secret inside");
    }

    @GetMapping("/api/v1/farms/{farm}/broken")
    @Access(Access.Policy.READ)
    Envelope<String> brokenFarm() {
      throw new IllegalStateException("secret inside");
    }

    @GetMapping(path = "/sample/picture")
    @Access(Access.Policy.PUBLIC)
    ResponseEntity<byte[]> picture() {
      return ResponseEntity.ok().contentType(MediaType.IMAGE_PNG).body(new byte[] {1, 2, 3});
    }

    @GetMapping("/sample/page")
    @Access(Access.Policy.PUBLIC)
    Envelope<Page<Integer>> page(
        @RequestParam(name = "page", required = false) @Nullable String page,
        @RequestParam(name = "page_size", required = false) @Nullable String size) {
      return Envelope.ok(Page.of("/sample/page", Page.Window.of(page, size), 45, List.of()));
    }
  }
}
