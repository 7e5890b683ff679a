package io.farmsync.samples;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a forecast request asks for. As the real service does, one offset from UTC, that of now,
 * holds for the whole answer, also across a change of the clocks.
 *
 * @param firstDay first day of the daily values
 * @param days how many days follow
 * @param firstHour first hour of the hourly values, local
 * @param hours how many hours follow
 */
record OpenMeteoQuery(
    List<Place> places,
    List<String> current,
    List<String> hourly,
    List<String> daily,
    String zone,
    ZoneOffset offset,
    LocalDate firstDay,
    int days,
    LocalDateTime firstHour,
    int hours,
    Units units) {

  /** Degrees north and east. */
  record Place(double latitude, double longitude) {}

  /** The units asked for, as the parameters name them. */
  record Units(String temperature, String wind, String precipitation) {}

  private static final int MAX_FORECAST_DAYS = 16;
  private static final int MAX_PAST_DAYS = 92;
  private static final int MAX_ARCHIVE_DAYS = 36_600;
  private static final int MAX_PLACES = 1_000;

  /**
   * @throws IllegalArgumentException with the reason for the answer 400
   */
  static OpenMeteoQuery of(Request request, Instant now) {
    var zone = zone(request.parameter("timezone").orElse("GMT"));
    var offset = zone.getRules().getOffset(now);
    var local = LocalDateTime.ofInstant(now, offset);
    var today = local.toLocalDate();
    boolean archive = request.path().equals("/v1/archive");
    int past = number(request, "past_days", 0, 0, MAX_PAST_DAYS);
    int ahead = number(request, "forecast_days", 7, 0, MAX_FORECAST_DAYS);
    var first = date(request, "start_date").orElse(today.minusDays(past));
    var last = date(request, "end_date").orElse(today.plusDays(ahead - 1L));
    requireInRange(archive, first, last, today);
    var firstHour = first.atStartOfDay();
    int hours = (int) ChronoUnit.HOURS.between(firstHour, last.plusDays(1).atStartOfDay());
    if (request.parameter("forecast_hours").isPresent()
        || request.parameter("past_hours").isPresent()) {
      int before = number(request, "past_hours", 0, 0, MAX_PAST_DAYS * 24);
      firstHour = local.truncatedTo(ChronoUnit.HOURS).minusHours(before);
      hours = before + number(request, "forecast_hours", ahead * 24, 0, MAX_FORECAST_DAYS * 24);
    }
    return new OpenMeteoQuery(
        places(request),
        list(request, "current"),
        list(request, "hourly"),
        list(request, "daily"),
        request.parameter("timezone").orElse("GMT"),
        offset,
        first,
        (int) ChronoUnit.DAYS.between(first, last) + 1,
        firstHour,
        hours,
        new Units(
            oneOf(request, "temperature_unit", "celsius", "fahrenheit"),
            oneOf(request, "wind_speed_unit", "kmh", "ms", "mph", "kn"),
            oneOf(request, "precipitation_unit", "mm", "inch")));
  }

  private static List<Place> places(Request request) {
    var latitudes = numbers(request, "latitude");
    var longitudes = numbers(request, "longitude");
    if (latitudes.size() != longitudes.size() || latitudes.isEmpty()) {
      throw new IllegalArgumentException(
          "Parameter 'latitude' and 'longitude' must have the same number of elements");
    }
    if (latitudes.size() > MAX_PLACES) {
      throw new IllegalArgumentException("Only up to 1000 locations can be requested at once");
    }
    var places = new ArrayList<Place>();
    for (int i = 0; i < latitudes.size(); i++) {
      requireWithin("Latitude", latitudes.get(i), 90);
      requireWithin("Longitude", longitudes.get(i), 180);
      places.add(new Place(latitudes.get(i), longitudes.get(i)));
    }
    return places;
  }

  private static void requireWithin(String name, double value, int bound) {
    if (!(value >= -bound && value <= bound)) {
      throw new IllegalArgumentException(
          "%s must be in range of -%d to %d°. Given: %s.".formatted(name, bound, bound, value));
    }
  }

  private static void requireInRange(
      boolean archive, LocalDate first, LocalDate last, LocalDate today) {
    var earliest = today.minusDays(archive ? MAX_ARCHIVE_DAYS : MAX_PAST_DAYS);
    var latest = archive ? today : today.plusDays(MAX_FORECAST_DAYS);
    if (first.isBefore(earliest) || first.isAfter(latest)) {
      throw outOfRange("start_date", earliest, latest);
    }
    if (last.isBefore(first.minusDays(1)) || last.isAfter(latest)) {
      throw outOfRange("end_date", earliest, latest);
    }
  }

  private static IllegalArgumentException outOfRange(
      String name, LocalDate earliest, LocalDate latest) {
    return new IllegalArgumentException(
        "Parameter '%s' is out of allowed range from %s to %s".formatted(name, earliest, latest));
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name.equals("auto") ? "GMT" : name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Invalid timezone", e);
    }
  }

  private static List<Double> numbers(Request request, String name) {
    try {
      return list(request, name).stream().map(Double::parseDouble).toList();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Parameter '" + name + "' must be a number", e);
    }
  }

  private static List<String> list(Request request, String name) {
    return request.parameter(name).map(text -> List.of(text.split(",", -1))).orElse(List.of());
  }

  private static int number(Request request, String name, int byDefault, int min, int max) {
    int number;
    try {
      number = request.parameter(name).map(Integer::parseInt).orElse(byDefault);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Parameter '" + name + "' must be a number", e);
    }
    if (number < min || number > max) {
      throw new IllegalArgumentException(
          "Parameter '%s' is out of allowed range from %d to %d".formatted(name, min, max));
    }
    return number;
  }

  private static Optional<LocalDate> date(Request request, String name) {
    try {
      return request.parameter(name).map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "Invalid date format for '" + name + "'. Make sure to use 'YYYY-MM-DD'", e);
    }
  }

  private static String oneOf(Request request, String name, String... allowed) {
    var value = request.parameter(name).orElse(allowed[0]);
    if (!List.of(allowed).contains(value)) {
      throw new IllegalArgumentException("Value '%s' is invalid for '%s'".formatted(value, name));
    }
    return value;
  }
}
