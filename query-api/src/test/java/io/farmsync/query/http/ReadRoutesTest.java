package io.farmsync.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.util.pattern.PathPatternParser;

class ReadRoutesTest {

  private static final String FARM = "/api/v1/farms/{farm}";
  private static final String LATEST = "/api/v1/farms/{farm}/{index:ndvi|ndwi}/latest";
  private static final String STREAM = "/api/v1/farms/stream";
  private static final String BY_HEADER = "/api/v1/farms/{farm}/picture";

  private final ReadRoutes routes;

  ReadRoutesTest() throws NoSuchMethodException {
    Map<RequestMappingInfo, HandlerMethod> mappings = new LinkedHashMap<>();
    var method = new HandlerMethod(this, "toString");
    for (String pattern : List.of(FARM, "/api/v1/farms", LATEST, STREAM)) {
      mappings.put(mapping(RequestMethod.GET, pattern), method);
    }
    mappings.put(mapping(RequestMethod.POST, "/api/v1/farms/sync"), method);
    mappings.put(mapping(RequestMethod.GET, "/api/v1/pages/**"), method);
    mappings.put(
        RequestMappingInfo.paths(BY_HEADER).headers("X-Form=png").options(options()).build(),
        method);
    routes =
        new ReadRoutes(
            mappings,
            (mapped, pattern) ->
                pattern.equals(STREAM) ? null : new ReadHandler(mapped, pattern, List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/farms, /api/v1/farms",
    "/api/v1/farms/, /api/v1/farms",
    "/api/v1/farms/a-1, " + FARM,
    "/api/v1/farms/a-1/, " + FARM,
    "/api/v1/farms/sync, " + FARM,
    "/api/v1/farms/a-1/ndwi/latest, " + LATEST
  })
  void theMostSpecificPatternIsFound(String path, String pattern) {
    assertThat(found(path)).isEqualTo(pattern);
  }

  @Test
  void variablesAreTheSegmentsInTheirPlaces() {
    assertThat(routes.find("/api/v1/farms/a-1/ndvi/latest/").orElseThrow().variables())
        .isEqualTo(Map.of("farm", "a-1", "index", "ndvi"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "",
        "*",
        "//",
        "/api/v1/farms/stream",
        "/api/v1/farms/a-1/evi/latest",
        "/api/v1/farms/a-1/picture",
        "/api/v1/farms/%61",
        "/api/v1/farms/a;b=c",
        "/api/v1/farms//",
        "/api/v1/farms/../farms",
        "/api/v1/farms/ä",
        "/api/v1/pages/one",
        "/api/v1/other"
      })
  void whatIsNotPlainOrNotCertainIsLeftToTheMapping(String path) {
    assertThat(found(path)).isNull();
  }

  private @Nullable String found(String path) {
    return routes.find(path).map(found -> found.handler().pattern()).orElse(null);
  }

  private static RequestMappingInfo mapping(RequestMethod method, String pattern) {
    return RequestMappingInfo.paths(pattern).methods(method).options(options()).build();
  }

  private static RequestMappingInfo.BuilderConfiguration options() {
    var options = new RequestMappingInfo.BuilderConfiguration();
    options.setPatternParser(new PathPatternParser());
    return options;
  }
}
