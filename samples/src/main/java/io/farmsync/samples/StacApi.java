package io.farmsync.samples;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A STAC API 1.0 over the sample items. Like Earth Search it gives a next link with every page that
 * has items, so that the last page is an empty one without a link.
 */
final class StacApi {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final StacItems items;
  private final URI base;
  private final boolean mergeNextLinks;

  StacApi(StacItems items, URI base, boolean mergeNextLinks) {
    this.items = items;
    this.base = base;
    this.mergeNextLinks = mergeNextLinks;
  }

  static Route route(String path) {
    return path.equals("/search") ? Route.STAC_SEARCH : Route.STAC_CATALOG;
  }

  Answer handle(Request request) {
    boolean get = request.method().equals("GET") || request.method().equals("HEAD");
    var steps = List.of(request.path().replaceAll("^/|/$", "").split("/", -1));
    if (request.path().equals("/search") && (get || request.method().equals("POST"))) {
      return search(request);
    }
    if (!get) {
      return error(405, "MethodNotAllowed", request.method() + " is not allowed here");
    }
    return switch (steps.getFirst()) {
      case "" -> Answer.json(200, landing());
      case "conformance" -> Answer.json(200, conformance(JSON.createObjectNode()));
      case "collections" -> collections(request, steps);
      default -> error(404, "NotFound", "Not Found");
    };
  }

  private Answer collections(Request request, List<String> steps) {
    return switch (steps.size()) {
      case 1 -> {
        var all = JSON.createObjectNode();
        var list = all.putArray("collections");
        items
            .collectionIds()
            .forEach(id -> items.collection(id).map(this::linked).ifPresent(list::add));
        link(all.putArray("links"), "root", base.toString());
        yield Answer.json(200, all);
      }
      case 2 ->
          items
              .collection(steps.get(1))
              .map(found -> Answer.json(200, linked(found)))
              .orElse(error(404, "NotFound", "Not Found"));
      case 3 -> items(request, steps.get(1));
      case 4 ->
          items
              .find(steps.get(1), steps.get(3))
              .filter(_ -> steps.get(2).equals("items"))
              .map(Answer::geoJson)
              .orElse(error(404, "NotFound", "Not Found"));
      default -> error(404, "NotFound", "Not Found");
    };
  }

  /** The items of one collection are a search with the collection given. */
  private Answer items(Request request, String collection) {
    var query =
        "collections="
            + encoded(collection)
            + (request.query() == null ? "" : "&" + request.query());
    return search(
        new Request(
            request.route(), "GET", "/search", query, request.range(), request.ifMatch(), ""));
  }

  private Answer search(Request request) {
    StacSearch search;
    try {
      search = StacSearch.of(request);
    } catch (IllegalArgumentException e) {
      return error(400, "BadRequest", String.valueOf(e.getMessage()));
    }
    var matched = items.newestFirst().filter(search.matches(items)).toList();
    var rest = matched;
    if (search.token().isPresent()) {
      var ended =
          matched.stream().filter(item -> token(item).equals(search.token().get())).findFirst();
      if (ended.isEmpty()) {
        return error(
            400, "BadRequest", "token: " + search.token().get() + " is not of this search");
      }
      rest = matched.subList(matched.indexOf(ended.get()) + 1, matched.size());
    }
    return Answer.geoJson(page(request, search, matched.size(), rest));
  }

  private ObjectNode page(
      Request request, StacSearch search, int matched, List<StacItems.Item> rest) {
    var shown = rest.subList(0, Math.min(search.limit(), rest.size()));
    var page =
        JSON.createObjectNode().put("type", "FeatureCollection").put("stac_version", "1.0.0");
    page.put("numberMatched", matched).put("numberReturned", shown.size());
    page.putObject("context")
        .put("limit", search.limit())
        .put("matched", matched)
        .put("returned", shown.size());
    var features = page.putArray("features");
    shown.forEach(item -> features.add(item.json()));
    var links = page.putArray("links");
    if (!shown.isEmpty()) {
      next(links, request, search, token(shown.getLast()));
    }
    link(links, "root", base.toString());
    return page;
  }

  private void next(ArrayNode links, Request request, StacSearch search, String token) {
    var next = links.addObject().put("rel", "next").put("type", "application/geo+json");
    if (!request.method().equals("POST")) {
      next.put("method", "GET").put("href", base + "/search?" + query(request, token));
      return;
    }
    var body = mergeNextLinks ? JSON.createObjectNode() : search.body().deepCopy();
    next.put("method", "POST").put("href", base + "/search").put("merge", mergeNextLinks);
    next.set("body", body.put("token", token));
  }

  private static String query(Request request, String token) {
    var parameters = request.parameters();
    parameters.put("token", token);
    return parameters.entrySet().stream()
        .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String token(StacItems.Item item) {
    return "next:" + item.collection() + ":" + item.id();
  }

  private ObjectNode landing() {
    var landing = conformance(JSON.createObjectNode());
    landing
        .put("type", "Catalog")
        .put("stac_version", "1.0.0")
        .put("id", "farm-sample")
        .put("title", "Sample Sentinel-2 scenes over farmland")
        .put("description", "Recorded scenes, served on loopback.");
    var links = landing.putArray("links");
    link(links, "self", base.toString());
    link(links, "root", base.toString());
    link(links, "data", base + "/collections");
    link(links, "conformance", base + "/conformance");
    for (var method : List.of("GET", "POST")) {
      link(links, "search", base + "/search")
          .put("method", method)
          .put("type", "application/geo+json");
    }
    return landing;
  }

  private static ObjectNode conformance(ObjectNode node) {
    var classes = new ArrayList<String>();
    classes.add("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core");
    for (var name : List.of("core", "collections", "item-search")) {
      classes.add("https://api.stacspec.org/v1.0.0/" + name);
    }
    var list = node.putArray("conformsTo");
    classes.forEach(list::add);
    return node;
  }

  private ObjectNode linked(ObjectNode collection) {
    var links = collection.putArray("links");
    var self = base + "/collections/" + collection.get("id").asString();
    link(links, "self", self);
    link(links, "items", self + "/items");
    link(links, "root", base.toString());
    return collection;
  }

  private static ObjectNode link(ArrayNode links, String rel, String href) {
    return links.addObject().put("rel", rel).put("href", href).put("type", "application/json");
  }

  private static Answer error(int status, String code, String description) {
    return Answer.json(
        status, JSON.createObjectNode().put("code", code).put("description", description));
  }
}
