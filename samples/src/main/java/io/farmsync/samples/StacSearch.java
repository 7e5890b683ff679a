package io.farmsync.samples;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.util.AssertionFailedException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a search asks for, from a POST body or a query string.
 *
 * @param body the same wishes as a POST body, without the token
 * @param token where the page before ended: {@code next:<collection>:<id>}
 */
record StacSearch(
    ObjectNode body,
    Optional<List<String>> collections,
    Optional<List<String>> ids,
    Optional<Geometry> area,
    Interval time,
    int limit,
    Optional<String> token) {

  /** Both ends belong to it; an open end is an instant beyond every item. */
  record Interval(Instant from, Instant to) {
    boolean contains(Instant instant) {
      return !instant.isBefore(from) && !instant.isAfter(to);
    }
  }

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int DEFAULT_LIMIT = 10;
  private static final int MAX_LIMIT = 10_000;

  /**
   * @throws IllegalArgumentException with a text for the answer 400
   */
  static StacSearch of(Request request) {
    try {
      return of(request.method().equals("POST") ? posted(request) : asked(request));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("body: not JSON: " + e.getOriginalMessage(), e);
    }
  }

  Predicate<StacItems.Item> matches(StacItems items) {
    var wanted =
        collections.map(
            names -> names.stream().flatMap(name -> items.resolve(name).stream()).toList());
    return item ->
        wanted.map(names -> names.contains(item.collection())).orElse(true)
            && ids.map(names -> names.contains(item.id())).orElse(true)
            && time.contains(item.datetime())
            && area.map(item.footprint()::intersects).orElse(true);
  }

  private static StacSearch of(ObjectNode body) {
    var token = Optional.ofNullable(body.remove("token")).map(JsonNode::asString);
    if (body.has("bbox") && body.has("intersects")) {
      throw new IllegalArgumentException("bbox, intersects: only one of them may be given");
    }
    return new StacSearch(
        body,
        strings(body, "collections"),
        strings(body, "ids"),
        area(body),
        time(body),
        limit(body),
        token);
  }

  private static ObjectNode posted(Request request) {
    if (JSON.readTree(request.body()) instanceof ObjectNode body) {
      return body;
    }
    throw new IllegalArgumentException("body: expected a JSON object");
  }

  /** A GET search in POST form: lists are comma separated, intersects is JSON. */
  private static ObjectNode asked(Request request) {
    var body = JSON.createObjectNode();
    for (var name : List.of("collections", "ids")) {
      request
          .parameter(name)
          .ifPresent(value -> {
            var list = body.putArray(name);
            List.of(value.split(",", -1)).forEach(list::add);
          });
    }
    request
        .parameter("bbox")
        .ifPresent(value -> {
          var box = body.putArray("bbox");
          List.of(value.split(",", -1)).forEach(number -> box.add(Double.parseDouble(number)));
        });
    request
        .parameter("intersects")
        .ifPresent(value -> body.set("intersects", JSON.readTree(value)));
    request.parameter("datetime").ifPresent(value -> body.put("datetime", value));
    request.parameter("limit").ifPresent(value -> body.put("limit", Integer.parseInt(value)));
    request.parameter("token").ifPresent(value -> body.put("token", value));
    return body;
  }

  private static Optional<List<String>> strings(ObjectNode body, String name) {
    var list = body.path(name);
    if (list.isMissingNode() || list.isNull() || list.isEmpty()) {
      return Optional.empty();
    }
    var strings = new ArrayList<String>();
    list.forEach(element -> strings.add(element.asString()));
    return Optional.of(strings);
  }

  private static Optional<Geometry> area(ObjectNode body) {
    if (body.has("intersects")) {
      try {
        return Optional.of(GeoJson.geometry(body.get("intersects")));
      } catch (AssertionFailedException e) {
        throw new IllegalArgumentException("intersects: " + e.getMessage(), e);
      }
    }
    var box = body.path("bbox");
    if (box.isMissingNode() || box.isNull()) {
      return Optional.empty();
    }
    if (box.size() != 4 && box.size() != 6) {
      throw new IllegalArgumentException("bbox: expected four or six numbers");
    }
    int half = box.size() / 2;
    double south = box.get(1).doubleValue();
    double north = box.get(half + 1).doubleValue();
    if (south > north) {
      throw new IllegalArgumentException("bbox: south is greater than north");
    }
    return Optional.of(
        GeoJson.box(box.get(0).doubleValue(), south, box.get(half).doubleValue(), north));
  }

  private static Interval time(ObjectNode body) {
    if (!body.hasNonNull("datetime")) {
      return new Interval(Instant.MIN, Instant.MAX);
    }
    var text = body.get("datetime").asString();
    var ends = text.split("/", -1);
    if (ends.length > 2 || text.equals("..") || text.equals("../..") || text.equals("/")) {
      throw new IllegalArgumentException(
          "datetime: " + text + " (expected: an instant or start/end)");
    }
    var from = end(ends[0], Instant.MIN);
    var to = ends.length == 1 ? from : end(ends[1], Instant.MAX);
    if (from.isAfter(to)) {
      throw new IllegalArgumentException("datetime: " + text + " ends before it starts");
    }
    return new Interval(from, to);
  }

  private static Instant end(String text, Instant open) {
    if (text.isEmpty() || text.equals("..")) {
      return open;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "datetime: " + text + " (expected: RFC 3339, for example 2019-04-11T00:00:00Z)", e);
    }
  }

  private static int limit(ObjectNode body) {
    int limit = body.hasNonNull("limit") ? body.get("limit").asInt(-1) : DEFAULT_LIMIT;
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "limit: " + body.get("limit") + " (expected: 1 to " + MAX_LIMIT + ")");
    }
    return limit;
  }
}
