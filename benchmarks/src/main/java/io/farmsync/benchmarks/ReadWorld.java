package io.farmsync.benchmarks;

import com.nimbusds.jose.JOSEException;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.NdviResult;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherCell;
import io.farmsync.schemas.WeatherReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Farms with their observations and weather in the topics, as the services would have left them.
 */
final class ReadWorld implements AutoCloseable {

  static final String TENANT = "benchmark";
  private static final int DAYS_BETWEEN = 3;
  private static final int CELLS = 2000;

  private final TopicWorld topics = new TopicWorld();
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
  private final Instant registered =
      Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(300));
  private final List<UUID> farms;

  /**
   * @param farms how many
   * @param observations of each farm, three days apart, the newest of today
   */
  ReadWorld(int farms, int observations) throws IOException, JOSEException {
    this.farms =
        IntStream.range(0, farms)
            .mapToObj(i -> UUID.nameUUIDFromBytes(("farm " + i).getBytes(StandardCharsets.UTF_8)))
            .toList();
    Set<String> cells = new HashSet<>();
    for (int i = 0; i < farms; i++) {
      var farm = farm(this.farms.get(i), i % CELLS, registered.plusSeconds(i));
      var key = farm.externalFarmId().toString();
      topics.publish(
          Topics.FARM_EVENTS,
          key,
          new FarmEvent(
              UUID.randomUUID(),
              FarmEvent.Type.REGISTERED,
              farm.externalFarmId(),
              1,
              registered,
              farm));
      for (int n = 0; n < observations; n++) {
        topics.publish(
            Topics.NDVI_RESULTS,
            key,
            observed(farm.externalFarmId(), today.minusDays((long) n * DAYS_BETWEEN), n));
      }
      if (cells.add(WeatherCell.of(farm).id())) {
        topics.publish(Topics.WEATHER_REPORTS, WeatherCell.of(farm).id(), report(farm));
      }
    }
    topics.flush();
  }

  TopicWorld topics() {
    return topics;
  }

  int farms() {
    return farms.size();
  }

  /** What is asked of one farm, with the share of each question in percent; it ends with lists. */
  List<String> questions(int farm) {
    var path = "/api/v1/farms/" + farms.get(farm);
    return List.of(
        path + "/",
        path + "/ndvi/latest/",
        path + "/ndvi/timeseries/?start=" + today.minusDays(90) + "&end=" + today,
        "/api/v1/farm-state/" + farms.get(farm) + "/",
        path + "/weather/current/");
  }

  static final List<Integer> SHARES = List.of(25, 25, 20, 10, 15);
  static final String LIST = "/api/v1/farms/?page_size=20";
  static final String LONG_LIST = "/api/v1/farms/?page_size=100";

  /** Registers the farms where the services that ask upstreams look for them. */
  void makeWork() {
    for (int i = 0; i < farms.size(); i++) {
      var farm = farm(farms.get(i), i % CELLS, registered.plusSeconds(i));
      topics.publish(Topics.FARMS, farm.externalFarmId().toString(), farm);
    }
    topics.flush();
  }

  @Override
  public void close() throws IOException {
    topics.close();
  }

  private static FarmState farm(UUID id, int cell, Instant created) {
    var south = BigDecimal.valueOf(WeatherWorld.latitude(cell) - 0.01);
    var west = BigDecimal.valueOf(WeatherWorld.longitude(cell) - 0.01);
    var side = new BigDecimal("0.02");
    return new FarmState(
        id,
        TENANT,
        TENANT,
        "anna",
        "Farm " + id.toString().substring(0, 8),
        "farm",
        new Bbox(south, west, south.add(side), west.add(side)),
        null,
        null,
        4.0,
        true,
        1,
        created,
        created);
  }

  private static NdviResult observed(UUID farm, LocalDate date, int n) {
    double mean = 0.5 + 0.3 * Math.sin(n / 10.0);
    return new NdviResult.Observed(
        farm,
        TENANT,
        1,
        "ndvi",
        date,
        date.atTime(8, 11).toInstant(ZoneOffset.UTC),
        new NdviResult.Statistics(
            mean, mean - 0.2, mean + 0.1, 0.05, mean, mean, mean, mean, mean, 412, 4.0, 4.0, 0.9),
        new NdviResult.Quality(
            0.97, 0.03, 0.0, 0.0, 0.0, 0.12, List.of(), NdviResult.Quality.State.FINAL),
        new NdviResult.Provenance(
            "stac",
            "sentinel-2",
            "https://catalogue.example/v1",
            "sentinel-2-l2a",
            List.of(),
            List.of(0, 1, 2, 3, 8, 9, 10, 11),
            "weighted",
            "0.1.0"),
        "benchmark",
        Instant.now());
  }

  private WeatherReport report(FarmState farm) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var hours = new ArrayList<WeatherReport.Hour>();
    for (int hour = 0; hour < 168; hour++) {
      hours.add(
          new WeatherReport.Hour(
              now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(hour)),
              18 + hour % 24 / 2.0,
              0.1,
              2.5,
              40.0));
    }
    var days = new ArrayList<WeatherReport.Day>();
    for (int day = 0; day < 14; day++) {
      days.add(new WeatherReport.Day(today.plusDays(day), 12.1, 24.9, 0.4, 5.5));
    }
    return new WeatherReport(
        WeatherCell.of(farm).id(),
        farm.bbox().south().doubleValue(),
        farm.bbox().west().doubleValue(),
        ZoneId.of("Africa/Nairobi").getId(),
        Map.of(
            WeatherReport.Provider.OPEN_METEO,
            new WeatherReport.ProviderReport(
                now, new WeatherReport.Current(now, 21.4, 3.2), hours, days)),
        now);
  }
}
