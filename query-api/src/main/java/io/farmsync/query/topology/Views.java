package io.farmsync.query.topology;

import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.farm.PlaceGrid;
import io.farmsync.query.ndvi.Observation;
import io.farmsync.query.ndvi.StateRule;
import io.farmsync.query.weather.PastDay;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRaster;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherReport;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The views and their keys, each shaped for its question. */
public final class Views {

  /**
   * Below every character that tenants and ids are made of, so that no name is another's prefix.
   */
  private static final char SEPARATOR = '\u0000';

  private static final char AFTER_SEPARATOR = '\u0001';

  /** Of heap: about ten thousand farms without a geometry; every read begins with one. */
  private static final long REMEMBERED_FARM_BYTES = 32L << 20;

  /** Of heap: the present weather of ten thousand cells; whole reports take fifty times as much. */
  private static final long REMEMBERED_WEATHER_BYTES = 16L << 20;

  /** Of a tenant's list in one partition of twelve: enough for a page of a hundred, mostly. */
  private static final int LISTED_FARMS = 16;

  /** Of a series: the newest one is asked for, and it may be cloudy. */
  private static final int NEWEST_OBSERVATIONS = 4;

  /** Farm id → farm, retired ones included. */
  public static final View<KnownFarm> FARMS =
      new View<>(
          "farms-v1",
          Topics.FARM_EVENTS,
          new Remembered<>(new StoredJson<>(KnownFarm.class), REMEMBERED_FARM_BYTES));

  /** Tenant, age, farm id → farm id, active farms only: a prefix scan lists them newest first. */
  public static final View<String> FARMS_OF_TENANT =
      new View<>(
          "farms-of-tenant-v1",
          Topics.FARM_EVENTS,
          new StoredText(),
          new Beginning(key -> upTo(key.indexOf(SEPARATOR), key), false, LISTED_FARMS));

  /** Tenant, user, age, farm id → farm id, active farms only. */
  public static final View<String> FARMS_OF_USER =
      new View<>("farms-of-user-v1", Topics.FARM_EVENTS, new StoredText());

  /** Tenant, name of its place in the grid, farm id → farm id, active farms only. */
  public static final View<String> FARMS_BY_PLACE =
      new View<>("farms-by-place-v1", Topics.FARM_EVENTS, new StoredText());

  /**
   * Tenant, state, its last day, its first day, farm id → farm id, active farms only: a range scan
   * from a day on finds the farms that are in the state then or later.
   */
  public static final View<String> FARMS_BY_STATE =
      new View<>("farms-by-state-v1", Topics.FARM_EVENTS, new StoredText());

  /** Tenant → how many active farms this partition has of it. */
  public static final View<Long> FARM_COUNTS =
      new View<>("farm-counts-v1", Topics.FARM_EVENTS, new StoredCount(), Beginning.ofSingleKeys());

  /** Farm id, index, engine, date → observation: a range scan is a series. */
  public static final View<Observation> OBSERVATIONS =
      new View<>(
          "observations-v3",
          Topics.NDVI_RESULTS,
          new StoredObservation(),
          new Beginning(key -> upTo(key.lastIndexOf(SEPARATOR), key), true, NEWEST_OBSERVATIONS));

  /** Farm id, date, index, engine, size, cloud limit → picture, or why there is none. */
  public static final View<NdviRaster> RASTERS =
      new View<>("rasters-v1", Topics.NDVI_RASTERS, NdviRaster.class);

  /** Job id → its latest state. */
  public static final View<NdviJob> JOBS = new View<>("jobs-v1", Topics.NDVI_JOBS, NdviJob.class);

  /** Farm id, index, engine, job id → the same state again: a prefix scan gives a series' jobs. */
  public static final View<NdviJob> JOBS_OF_SERIES =
      new View<>("jobs-of-series-v1", Topics.NDVI_JOBS, NdviJob.class);

  /**
   * Cell id → its latest report, and {@link #presentKey} → the same without hours and days; whole
   * on every instance.
   */
  public static final View<WeatherReport> WEATHER =
      new View<>(
          "weather-v2",
          Topics.WEATHER_REPORTS,
          new Remembered<>(new StoredJson<>(WeatherReport.class), REMEMBERED_WEATHER_BYTES));

  /** Cell id, provider, date → day: a range scan is a history. */
  public static final View<PastDay> PAST_DAYS =
      new View<>("weather-days-v1", Topics.WEATHER_DAYS, PastDay.class);

  /** Where the rule stands that farms are placed by; no tenant is nameless. */
  static final String STATE_RULE_KEY = SEPARATOR + "rule";

  private static final int DAY = "2026-03-01".length();

  private Views() {}

  /** The stores that are spread over partitions. */
  public static List<View<?>> partitioned() {
    return List.of(
        FARMS,
        FARMS_OF_TENANT,
        FARMS_OF_USER,
        FARMS_BY_PLACE,
        FARMS_BY_STATE,
        FARM_COUNTS,
        OBSERVATIONS,
        RASTERS,
        JOBS,
        JOBS_OF_SERIES,
        PAST_DAYS);
  }

  /** Keys from the first to the last one, both inclusive. */
  public record KeyRange(String from, String to) {}

  /** Where a farm stands among those of its tenant; fixed for its life. */
  static String listKey(FarmState farm) {
    return farm.tenant() + SEPARATOR + age(farm.createdAt()) + SEPARATOR + farm.externalFarmId();
  }

  static String userKey(FarmState farm) {
    return farm.tenant()
        + SEPARATOR
        + farm.externalUserId()
        + SEPARATOR
        + age(farm.createdAt())
        + SEPARATOR
        + farm.externalFarmId();
  }

  static String placeKey(KnownFarm farm) {
    return farm.state().tenant()
        + SEPARATOR
        + PlaceGrid.nameOf(farm.lat(), farm.lon())
        + SEPARATOR
        + farm.id();
  }

  static String stateKey(KnownFarm farm, StateRule.Span span) {
    return farm.state().tenant()
        + SEPARATOR
        + span.kind().wireName()
        + SEPARATOR
        + day(span.last())
        + SEPARATOR
        + day(span.first())
        + SEPARATOR
        + farm.id();
  }

  /** Where the entries of a farm are listed. */
  static String ownStatesKey(UUID farm) {
    return SEPARATOR + farm.toString();
  }

  /** Farms of a tenant that are in a state on a day, and some that will be. */
  public static KeyRange farmsInState(String tenant, String state, LocalDate day) {
    String prefix = tenant + SEPARATOR + state;
    return new KeyRange(prefix + SEPARATOR + day(day), prefix + AFTER_SEPARATOR);
  }

  /** Whether the state of an entry has begun by a day. */
  public static boolean hasBegun(String stateKey, LocalDate day) {
    int end = stateKey.lastIndexOf(SEPARATOR);
    return stateKey.substring(end - DAY, end).compareTo(day(day)) <= 0;
  }

  private static String day(LocalDate day) {
    return day.toString(); // years have four digits here
  }

  /** All farms of a user of a tenant. */
  public static KeyRange farmsOf(String tenant, String user) {
    return below(tenant + SEPARATOR + user);
  }

  /** All farms of a tenant in a cell of the grid, whose name begins like that. */
  public static KeyRange farmsIn(String tenant, String cell) {
    // after the last digit of the grid, so that all names with this beginning are within
    return new KeyRange(tenant + SEPARATOR + cell, tenant + SEPARATOR + cell + "4");
  }

  /** All farms of a tenant in a list. */
  public static KeyRange listOf(String tenant) {
    return below(tenant);
  }

  static String tenantOf(String listKey) {
    return listKey.substring(0, listKey.indexOf(SEPARATOR));
  }

  /**
   * The key of one observation.
   *
   * @param index under its name on the wire
   * @param engine likewise
   */
  public static String observationKey(UUID farm, String index, String engine, LocalDate date) {
    return seriesKey(farm, index, engine) + SEPARATOR + date;
  }

  /** All observations of one series. */
  public static KeyRange observationsOf(UUID farm, String index, String engine) {
    return below(seriesKey(farm, index, engine));
  }

  /** What a key is in: the keys that are the same up to that separator, or the key alone. */
  private static KeyRange upTo(int separator, String key) {
    return separator < 0 ? new KeyRange(key, key) : below(key.substring(0, separator));
  }

  static String seriesJobKey(NdviJob job) {
    return seriesKey(job.externalFarmId(), job.index(), job.engine()) + SEPARATOR + job.id();
  }

  /** All jobs of one series, in one partition of many: jobs are spread by their own id. */
  public static KeyRange jobsOf(UUID farm, String index, String engine) {
    return below(seriesKey(farm, index, engine));
  }

  /** All observations of a farm. */
  static KeyRange observationsOf(UUID farm) {
    return below(farm.toString());
  }

  /**
   * The key of one day of the history.
   *
   * @param provider under its name on the wire
   */
  public static String pastDayKey(String cell, String provider, LocalDate day) {
    return cell + SEPARATOR + provider + SEPARATOR + day;
  }

  private static String seriesKey(UUID farm, String index, String engine) {
    return farm.toString() + SEPARATOR + index + SEPARATOR + engine;
  }

  /** Where the small part of a cell's report stands: to read it all costs ten times as much. */
  public static String presentKey(String cell) {
    return cell + SEPARATOR + "present";
  }

  private static KeyRange below(String prefix) {
    return new KeyRange(prefix + SEPARATOR, prefix + AFTER_SEPARATOR);
  }

  /** Microseconds, counted down from the end of time in 19 digits: the newest sorts first. */
  private static String age(Instant created) {
    long micros = Math.addExact(created.getEpochSecond() * 1_000_000, created.getNano() / 1_000);
    return String.format(Locale.ROOT, "%019d", Long.MAX_VALUE - micros);
  }
}
