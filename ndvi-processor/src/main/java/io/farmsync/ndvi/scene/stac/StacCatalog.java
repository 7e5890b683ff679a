package io.farmsync.ndvi.scene.stac;

import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.SceneCatalog;
import io.farmsync.platform.upstream.Ask;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.platform.upstream.UpstreamFailure.Kind;
import java.net.URI;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Item search of a STAC API: POST, page by page along the {@code next} links until a page is empty
 * or leads nowhere. A search is complete or fails; an item that cannot be read is logged and left
 * out.
 */
public final class StacCatalog implements SceneCatalog {
  /** The purpose of its questions, to which a pace may apply. */
  public static final String SEARCH = "search";

  private static final Logger LOG = LoggerFactory.getLogger(StacCatalog.class);

  private final Upstream upstream;
  private final StacSettings settings;
  private final JsonMapper json;

  public StacCatalog(Upstream upstream, StacSettings settings, JsonMapper json) {
    this.upstream = upstream;
    this.settings = settings;
    this.json = json;
  }

  @Override
  public List<Scene> search(Envelope area, LocalDate from, LocalDate to) {
    var scenes = new LinkedHashMap<String, Scene>();
    ObjectNode question = question(area, from, to);
    Optional<Ask> next = Optional.of(post(settings.searchUrl(), question));
    int pages = 0;
    while (next.isPresent()) {
      Ask ask = next.get();
      JsonNode page = page(ask);
      JsonNode items = page.path("features");
      for (JsonNode item : items) {
        read(item, ask.link()).ifPresent(scene -> scenes.putIfAbsent(scene.id(), scene));
      }
      refuseTooMany(scenes, ++pages);
      next = items.isEmpty() ? Optional.empty() : nextPage(page, ask, question);
    }
    return List.copyOf(scenes.values());
  }

  private ObjectNode question(Envelope area, LocalDate from, LocalDate to) {
    ObjectNode question = json.createObjectNode();
    question
        .putArray("bbox")
        .add(area.getMinX())
        .add(area.getMinY())
        .add(area.getMaxX())
        .add(area.getMaxY());
    question.put("datetime", from + "T00:00:00Z/" + to + "T23:59:59.999Z");
    settings.collections().forEach(question.putArray("collections")::add);
    question.put("limit", settings.pageSize());
    return question;
  }

  private JsonNode page(Ask ask) {
    byte[] body = upstream.ask(ask).body();
    try {
      JsonNode page = json.readTree(body);
      if (page.path("features").isArray()) {
        return page;
      }
      throw new UpstreamFailure(
          Kind.BAD_ANSWER,
          host(ask),
          "answers JSON without features (expected: a FeatureCollection)");
    } catch (JacksonException notJson) {
      if (body.length > 0 && body[0] == '<') {
        throw new UpstreamFailure(
            Kind.WAF_BLOCKED, host(ask), "answers 200 with markup instead of JSON");
      }
      throw new UpstreamFailure(
          Kind.BAD_ANSWER, host(ask), "answers 200 with a body that is not JSON");
    }
  }

  private static Optional<Scene> read(JsonNode item, URI base) {
    try {
      return Optional.of(new StacItem(item).toScene(base));
    } catch (IllegalArgumentException unusable) {
      LOG.warn("Left out of a search: item {}: {}", item.path("id"), unusable.getMessage());
      return Optional.empty();
    }
  }

  private void refuseTooMany(Map<String, Scene> scenes, int pages) {
    int mostPages = 2 + settings.mostItems() / settings.pageSize();
    if (scenes.size() > settings.mostItems() || pages > mostPages) {
      throw new UpstreamFailure(
          Kind.BAD_ANSWER,
          String.valueOf(settings.apiUrl().getHost()),
          "search gave %d items on %d pages (expected: at most %d items)"
              .formatted(scenes.size(), pages, settings.mostItems()));
    }
  }

  private Optional<Ask> nextPage(JsonNode page, Ask current, ObjectNode question) {
    return page.path("links")
        .valueStream()
        .filter(
            link -> link.path("rel").stringValue("").equals("next") && link.path("href").isString())
        .findFirst()
        .map(link -> follow(link, current, question));
  }

  private Ask follow(JsonNode link, Ask current, ObjectNode question) {
    URI href;
    try {
      href = current.link().resolve(link.path("href").stringValue(""));
    } catch (IllegalArgumentException notALink) {
      throw new UpstreamFailure(Kind.BAD_ANSWER, host(current), "next link is not a link");
    }
    if (!link.path("method").stringValue("GET").equals("POST")) {
      return Ask.json(href, settings.mostPageBytes()).counted(SEARCH, 1);
    }
    ObjectNode body = json.createObjectNode();
    if (link.path("merge").asBoolean(false)) {
      body.setAll(question);
    }
    if (link.path("body") instanceof ObjectNode given) {
      body.setAll(given);
    }
    return post(href, body);
  }

  private Ask post(URI link, ObjectNode body) {
    return Ask.posting(link, json.writeValueAsBytes(body), settings.mostPageBytes())
        .counted(SEARCH, 1);
  }

  private static String host(Ask ask) {
    return String.valueOf(ask.link().getHost());
  }
}
