package io.farmsync.query.http;

import java.util.Locale;

/** Parameters of reads, as the description of the routes tells them. */
public enum ReadParameter {
  USER("string", "Farms of this Nextcloud user. One of user, bbox, near and state."),
  BBOX("string", "Farms whose centre lies in west,south,east,north, in degrees."),
  NEAR("string", "Farms around latitude,longitude, in degrees, nearest first."),
  RADIUS_KM("number", "With near: distance in kilometres, at most 500; 10 if left out."),
  STATE(
      "string",
      "Farms whose crop is in this state today: establishment, full_canopy, decline, growth or unknown."),
  PAGE("integer", "From 1."),
  PAGE_SIZE("integer", "Entries of a page."),
  START("string", "First day, YYYY-MM-DD or M/D/YYYY."),
  END("string", "Last day, YYYY-MM-DD or M/D/YYYY."),
  DATE("string", "Day, YYYY-MM-DD or M/D/YYYY."),
  STEP_DAYS("integer", "Days of a bucket, 1 to 30."),
  MAX_CLOUD("integer", "Percent of the field that clouds may cover, 0 to 100."),
  LOOKBACK_DAYS("integer", "Age in days at which the latest value is stale."),
  ENGINE("string", "Where values come from: sentinelhub, stac, landsat, modis, gee or sample."),
  REPRESENTATION("string", "v2 adds smoothed_ndvi, confidence, source and quality_flags."),
  SIZE("integer", "Side of the picture in pixels, 128 to 1024."),
  LAT("number", "Latitude in degrees."),
  LON("number", "Longitude in degrees."),
  TZ("string", "IANA time zone of days and timestamps, such as Africa/Nairobi."),
  PROVIDER("string", "open_meteo or nasa_power."),
  HOURS("integer", "How many hours, 1 to 168."),
  DAYS("integer", "How many days, 1 to 14."),
  TS("string", "Instant: ISO 8601 with an offset, or Unix seconds.");

  private final String type;
  private final String description;

  ReadParameter(String type, String description) {
    this.type = type;
    this.description = description;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In the words of JSON Schema. */
  String type() {
    return type;
  }

  String description() {
    return description;
  }
}
