package io.farmsync.weather.provider;

import io.farmsync.schemas.WeatherRequest;

/**
 * Where weather is asked for: the centre of a cell.
 *
 * @param cell the cell's id
 * @param latitude WGS 84 degrees north
 * @param longitude WGS 84 degrees east
 */
public record Place(String cell, double latitude, double longitude) {

  public static Place of(WeatherRequest request) {
    return new Place(request.cell(), request.latitude(), request.longitude());
  }
}
