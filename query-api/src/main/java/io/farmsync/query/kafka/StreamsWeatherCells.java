package io.farmsync.query.kafka;

import io.farmsync.query.topology.Views;
import io.farmsync.query.weather.WeatherCells;
import io.farmsync.schemas.WeatherReport;
import java.util.Optional;

/** Weather out of its store, which every instance has whole. */
final class StreamsWeatherCells implements WeatherCells {

  private final StoreReader stores;

  StreamsWeatherCells(StoreReader stores) {
    this.stores = stores;
  }

  @Override
  public Optional<WeatherReport> byId(String id) {
    return stores.globalValue(Views.WEATHER, id);
  }

  @Override
  public Optional<WeatherReport> presentById(String id) {
    return stores.globalValue(Views.WEATHER, Views.presentKey(id));
  }
}
