package io.farmsync.sync.farm.http;

import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.Centroid;
import io.farmsync.sync.farm.BoundarySurvey;
import io.farmsync.sync.farm.BoundarySurvey.Survey;
import io.farmsync.sync.farm.Caller;
import io.farmsync.sync.farm.FarmCommand.SyncFarm;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** From the JSON of a sync to a command, or to all that is wrong with it. */
final class SyncPayload {

  private static final int NAME_LENGTH = 120;
  private static final int USER_LENGTH = 255;

  private final BoundarySurvey survey;

  SyncPayload(BoundarySurvey survey) {
    this.survey = survey;
  }

  /**
   * A payload that can be read.
   *
   * @param repair what was mended in its geometry, null if nothing
   */
  record Wish(SyncFarm command, @Nullable String repair) {}

  /**
   * The command a payload stands for.
   *
   * @return empty if something was added to {@code problems}
   */
  Optional<Wish> read(JsonNode payload, Caller caller, Problems problems) {
    if (!payload.isObject()) {
      problems.add(Problems.WHOLE, "The request body must be a JSON object.");
      return Optional.empty();
    }
    var texts = new PayloadText(problems);
    var farmId = texts.uuid(payload, "external_farm_id");
    var user = texts.text(payload, "external_user_id", USER_LENGTH, false);
    var name = texts.text(payload, "name", NAME_LENGTH, true);
    var boundary = boundary(payload, problems);
    var centroid = centroid(payload, problems);
    var sourceUpdatedAt = texts.instant(payload, "source_updated_at");
    return problems.isEmpty()
        ? Optional.of(
            new Wish(
                new SyncFarm(
                    farmId.orElseThrow(),
                    caller,
                    user.orElseThrow(),
                    name.orElseThrow(),
                    boundary.orElseThrow().boundary(),
                    centroid.orElse(null),
                    sourceUpdatedAt.orElse(null)),
                boundary.orElseThrow().repair()))
        : Optional.empty();
  }

  private Optional<Survey.Surveyed> boundary(JsonNode payload, Problems problems) {
    JsonNode geometry = present(payload, "geometry");
    JsonNode box = payload.get("bbox");
    if (box == null || (box.isNull() && geometry != null)) {
      if (geometry == null) {
        problems.add("bbox", "This field is required.");
        return Optional.empty();
      }
      return outline(geometry, null, problems);
    }
    var bbox = bbox(box, problems);
    if (bbox.isEmpty()) {
      return Optional.empty();
    }
    return geometry == null
        ? Optional.of(new Survey.Surveyed(survey.of(bbox.get()), null))
        : outline(geometry, bbox.get(), problems);
  }

  private Optional<Survey.Surveyed> outline(
      JsonNode geometry, @Nullable Bbox claimed, Problems problems) {
    return switch (survey.of(geometry.toString(), claimed)) {
      case Survey.Surveyed surveyed -> Optional.of(surveyed);
      case Survey.Refused(var field, var problem) -> {
        problems.add(field, problem);
        yield Optional.empty();
      }
    };
  }

  private static Optional<Bbox> bbox(JsonNode box, Problems problems) {
    if (!box.isObject()) {
      problems.add("bbox", "Must be an object of south, west, north and east.");
      return Optional.empty();
    }
    var south = degrees(box, "bbox", "south", Degrees.BBOX_LATITUDE, problems);
    var west = degrees(box, "bbox", "west", Degrees.BBOX_LONGITUDE, problems);
    var north = degrees(box, "bbox", "north", Degrees.BBOX_LATITUDE, problems);
    var east = degrees(box, "bbox", "east", Degrees.BBOX_LONGITUDE, problems);
    boolean upright = isBelow(south, north, "south must be less than north.", problems);
    boolean forward =
        isBelow(
            west,
            east,
            "west must be less than east; a farm across the antimeridian must be split.",
            problems);
    if (!upright
        || !forward
        || south.isEmpty()
        || west.isEmpty()
        || north.isEmpty()
        || east.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Bbox(south.get(), west.get(), north.get(), east.get()));
  }

  private static boolean isBelow(
      Optional<BigDecimal> low, Optional<BigDecimal> high, String otherwise, Problems problems) {
    if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) >= 0) {
      problems.add("bbox", Problems.WHOLE, otherwise);
      return false;
    }
    return true;
  }

  private static Optional<Centroid> centroid(JsonNode payload, Problems problems) {
    JsonNode point = present(payload, "centroid");
    if (point == null) {
      return Optional.empty();
    }
    if (!point.isObject()) {
      problems.add("centroid", "Must be an object of lat and lon, or null.");
      return Optional.empty();
    }
    var lat = degrees(point, "centroid", "lat", Degrees.LATITUDE, problems);
    var lon = degrees(point, "centroid", "lon", Degrees.LONGITUDE, problems);
    return lat.isPresent() && lon.isPresent()
        ? Optional.of(new Centroid(lat.get(), lon.get()))
        : Optional.empty();
  }

  private static Optional<BigDecimal> degrees(
      JsonNode object, String name, String field, Degrees rule, Problems problems) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      problems.add(name, field, value == null ? "This field is required." : "Must not be null.");
      return Optional.empty();
    }
    return rule.read(value, problem -> problems.add(name, field, problem));
  }

  private static @Nullable JsonNode present(JsonNode payload, String field) {
    JsonNode value = payload.get(field);
    return value == null || value.isNull() ? null : value;
  }
}
