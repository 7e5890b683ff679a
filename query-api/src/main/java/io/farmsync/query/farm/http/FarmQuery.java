package io.farmsync.query.farm.http;

import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.farm.FarmSearch;
import io.farmsync.query.farm.PlaceGrid.Box;
import io.farmsync.query.ndvi.Condition;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a list of farms is narrowed to: one of {@code user}, {@code bbox}, {@code near} and {@code
 * state}.
 */
final class FarmQuery {

  private static final double STANDARD_RADIUS_KM = 10;
  private static final double MAX_RADIUS_KM = 500;
  private static final int LONGEST_USER = 255;

  private FarmQuery() {}

  /**
   * Reads the search; empty if the list is asked for whole.
   *
   * @param today in UTC
   * @throws Refusal 400
   */
  static Optional<FarmSearch> of(HttpServletRequest request, LocalDate today) {
    String user = text(request, "user");
    String bbox = text(request, "bbox");
    String near = text(request, "near");
    String state = text(request, "state");
    if (Stream.of(user, bbox, near, state).filter(Objects::nonNull).count() > 1) {
      throw Refusal.malformed("Only one of user, bbox, near and state can be asked for.");
    }
    if (state != null) {
      return Optional.of(new FarmSearch.InState(known(state), today));
    }
    if (user != null) {
      if (user.length() > LONGEST_USER) {
        throw Refusal.invalid("user", "At most " + LONGEST_USER + " characters.");
      }
      return Optional.of(new FarmSearch.OfUser(user));
    }
    if (bbox != null) {
      return Optional.of(new FarmSearch.Within(box(bbox)));
    }
    return near == null ? Optional.empty() : Optional.of(near(near, text(request, "radius_km")));
  }

  /** The search again, as the query of an address; empty without one. */
  static String asked(HttpServletRequest request) {
    String query =
        Stream.of("user", "bbox", "near", "radius_km", "state")
            .flatMap(name ->
                Stream.ofNullable(text(request, name))
                    .map(text -> name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8)))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  private static String known(String state) {
    var states = Condition.OF_VEGETATION.stream().map(Condition.Kind::wireName).toList();
    if (!states.contains(state)) {
      throw Refusal.invalid("state", "Must be one of " + String.join(", ", states) + ".");
    }
    return state;
  }

  private static Box box(String text) {
    double[] degrees = numbers("bbox", text, 4, "west,south,east,north");
    var box = new Box(degrees[1], degrees[0], degrees[3], degrees[2]);
    if (!isPlace(box.south(), box.west())
        || !isPlace(box.north(), box.east())
        || box.south() > box.north()
        || box.west() > box.east()) {
      throw Refusal.invalid(
          "bbox", "Must be west,south,east,north in degrees, west and south first.");
    }
    return box;
  }

  private static FarmSearch near(String text, @Nullable String radius) {
    double[] place = numbers("near", text, 2, "latitude,longitude");
    if (!isPlace(place[0], place[1])) {
      throw Refusal.invalid("near", "Must be latitude,longitude in degrees.");
    }
    double kilometres =
        radius == null ? STANDARD_RADIUS_KM : numbers("radius_km", radius, 1, "a number")[0];
    if (!(kilometres > 0 && kilometres <= MAX_RADIUS_KM)) {
      throw Refusal.invalid("radius_km", "Must be more than 0 and at most " + MAX_RADIUS_KM + ".");
    }
    return new FarmSearch.Near(place[0], place[1], kilometres);
  }

  private static double[] numbers(String name, String text, int count, String expected) {
    String[] parts = text.split(",", -1);
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i].strip();
      if (parts.length != count || !part.matches("[+-]?[0-9]{1,3}(\\.[0-9]{0,12})?")) {
        throw Refusal.invalid(name, "Must be " + expected + ".");
      }
      numbers[i] = Double.parseDouble(part);
    }
    return numbers;
  }

  private static boolean isPlace(double lat, double lon) {
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  }

  private static @Nullable String text(HttpServletRequest request, String name) {
    String text = request.getParameter(name);
    return text == null || text.isBlank() ? null : text.strip();
  }
}
