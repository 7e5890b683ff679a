package io.farmsync.platform.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps quiet what writes headers and bodies as they are: tokens, keys and signatures are in them.
 * Below INFO these loggers say nothing, whatever level is set.
 */
final class WireLogs extends TurboFilter {

  private static final List<String> WRITERS =
      List.of(
          "org.apache.coyote",
          "org.apache.tomcat.util.net",
          "org.springframework.web.servlet.mvc.method.annotation",
          "org.springframework.http.converter",
          "org.springframework.core.codec",
          "jdk.internal.httpclient",
          "jdk.httpclient");

  /**
   * By name of the logger: asked for every line that may be written, and that a level keeps out.
   */
  private final Map<String, Boolean> writers = new ConcurrentHashMap<>();

  WireLogs() {
    setName("wire-logs");
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    return level.toInt() < Level.INFO_INT
            && writers.computeIfAbsent(logger.getName(), WireLogs::isWriter)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private static boolean isWriter(String logger) {
    return WRITERS.stream().anyMatch(logger::startsWith);
  }
}
