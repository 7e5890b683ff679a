package io.farmsync.weather.provider;

import io.farmsync.schemas.WeatherRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where weather is asked for: the centre of a cell.
 *
 * @param cell the cell's id
 * @param latitude WGS 84 degrees north
 * @param longitude WGS 84 degrees east
 * @param days past days to ask for; null is the present weather
 */
public record Place(
    String cell, double latitude, double longitude, WeatherRequest.@Nullable Days days) {

  /** For the present weather. */
  public Place(String cell, double latitude, double longitude) {
    this(cell, latitude, longitude, null);
  }

  public static Place of(WeatherRequest request) {
    return new Place(request.cell(), request.latitude(), request.longitude(), request.days());
  }
}
