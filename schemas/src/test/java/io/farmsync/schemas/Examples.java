package io.farmsync.schemas;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One value of every kind on the wire, by the name of its golden file. */
final class Examples {

  static final UUID FARM = UUID.fromString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60");
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final Bbox BBOX = bbox("50.86310", "4.30120", "50.86600", "4.30580");
  static final Geometry FIELD =
      new Geometry.Polygon(
          List.of(
              List.of(
                  List.of(4.3012, 50.8631),
                  List.of(4.3058, 50.8631),
                  List.of(4.3058, 50.866),
                  List.of(4.3012, 50.8631))));

  private static final WeatherRequest.Days PAST =
      new WeatherRequest.Days(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-31"));

  private Examples() {}

  static Map<String, Object> byGoldenFile() {
    var all = new LinkedHashMap<String, Object>();
    for (var type : FarmEvent.Type.values()) {
      all.put(
          type.wireName(),
          new FarmEvent(
              UUID.fromString("7f6c1f0e-2a64-4a11-8a53-6b0a5c1d2e3f"),
              type,
              FARM,
              3,
              NOON,
              type == FarmEvent.Type.PURGED
                  ? farm(2, false).purged("nextcloud-1", NOON)
                  : farm(3, type != FarmEvent.Type.RETIRED)));
    }
    all.put("farm.v1", farm(3, true));
    all.put(
        "credential.client.v1",
        new Credential.Client("nextcloud-1", "Nextcloud", "tenant-one", "write", true, NOON));
    all.put(
        "credential.api-key.v1",
        new Credential.ApiKey(
            "key-1",
            "tenant-one",
            "user-1",
            "wk_live_AbCdwxyz",
            "ab".repeat(32),
            "read",
            true,
            null,
            NOON));
    all.put(
        "credential.signing-key.v1",
        new Credential.SigningKey("2026-03", "{\"kty\":\"OKP\"}", true, NOON));
    all.put("ndvi-request.v1", request());
    all.put(
        "ndvi-engine.v1",
        new EngineState("stac", EngineState.Breaker.OPEN, 3, 3, 60, NOON.minusSeconds(20), NOON));
    all.put(
        "ndvi-sample.v1",
        new NdviSample(
            FARM,
            "tenant-one",
            3,
            NOON.minusSeconds(3600),
            0.62,
            0.31,
            0.8,
            "drone-7",
            FIELD,
            NOON));
    all.put("ndvi-breaker-reset.v1", new BreakerReset("stac", NOON));
    all.put("ndvi-job.v1", NdviJob.queued(request()));
    all.put(
        "ndvi-job.newest-value.v1",
        NdviJob.queued(request()).withNewestValue(LocalDate.parse("2026-02-27")));
    all.put("ndvi.observed.v1", observed(null));
    all.put("ndvi.observed.covered.v1", observed(0.93));
    all.put(
        "ndvi.failed.v1",
        new NdviResult.Failed(
            FARM,
            "tenant-one",
            3,
            "ndvi",
            LocalDate.parse("2026-02-27"),
            "missing_assets",
            "scene S2A_31UES_20260227_0_L2A has no asset for band red",
            List.of("S2A_31UES_20260227_0_L2A"),
            "job-1",
            NOON));
    all.put("ndvi.raster-rendered.v1", rendered());
    all.put(
        "ndvi.raster-missing.v1",
        new NdviRaster.Missing(
            FARM,
            "tenant-one",
            3,
            "ndmi",
            "stac",
            LocalDate.parse("2026-02-28"),
            512,
            30,
            NdviRaster.Reason.NO_ITEMS,
            "no scene from 2026-02-25 to 2026-03-03 has at most 30 % cloud",
            List.of(),
            "job-2",
            NOON));
    all.put(
        "weather-request.v1",
        new WeatherRequest(
            "50.9,4.3",
            50.9,
            4.3,
            WeatherRequest.Reason.FIRST_FARM,
            NOON,
            WeatherReport.Provider.OPEN_METEO));
    all.put("weather-answer.v1", answer());
    all.put("weather-answer.failed.v1", failedAnswer());
    all.put("weather-report.v1", report());
    all.put("weather-report.extended.v1", extendedReport());
    all.put(
        "weather-request.gap-fill.v1",
        new WeatherRequest(
            "50.9,4.3",
            50.9,
            4.3,
            WeatherRequest.Reason.GAP_FILL,
            NOON,
            WeatherReport.Provider.NASA_POWER,
            PAST));
    all.put("weather-wanted.v1", new WeatherWanted("50.9,4.3", 50.9, 4.3, null, NOON));
    all.put("weather-wanted.days.v1", new WeatherWanted("50.9,4.3", 50.9, 4.3, PAST, NOON));
    all.put(
        "weather-days.v1",
        new WeatherDays(
            "50.9,4.3",
            50.9,
            4.3,
            WeatherReport.Provider.NASA_POWER,
            "UTC",
            NOON,
            List.of(
                new WeatherReport.Day(LocalDate.parse("2026-01-01"), 3.1, 8.2, 0.4, null),
                new WeatherReport.Day(LocalDate.parse("2026-01-02"), null, null, null, null))));
    all.put(
        "call-counts.v1",
        new CallCounts(
            "5c0d1f6e8a4b4c2f9d3e7a1b2c3d4e5f",
            List.of(new CallCounts.Count("user", "nextcloud-1", 1772280000000L, 3))));
    all.put(
        "dead-letter-decision.v1",
        new DeadLetterDecision(
            "ndvi-requests/0/17",
            DeadLetterDecision.Kind.REDRIVEN,
            FARM.toString(),
            "max_retries_exceeded",
            NOON,
            "administrator",
            "amina",
            "the archive is back",
            "req-1"));
    var webhook = UUID.fromString("3b1c2d4e-5f60-4718-8293-a4b5c6d7e8f9");
    all.put(
        "webhook.registration.v1",
        new Webhook.Registration(
            webhook,
            "tenant-one",
            "https://receiver.example/hooks",
            List.of("farm", "job"),
            "c2VjcmV0",
            null,
            null,
            "AQIAAA",
            NOON,
            null,
            NOON,
            NOON));
    all.put(
        "webhook.progress.v1",
        new Webhook.Progress(webhook, NOON, "AQIBAA", 1, "answers 503", null, NOON));
    return all;
  }

  static Topic<?> topicOf(Object value) {
    return Topics.all().stream()
        .filter(topic -> topic.value().isInstance(value))
        .findFirst()
        .orElseThrow();
  }

  private static FarmState farm(long version, boolean active) {
    return new FarmState(
        FARM,
        "tenant-one",
        "nextcloud-1",
        "anna",
        "Shamba la Émile 農場",
        "shamba-la-emile",
        BBOX,
        new Centroid(new BigDecimal("50.86455"), new BigDecimal("4.30350")),
        FIELD,
        10.43,
        active,
        version,
        NOON,
        NOON);
  }

  private static NdviRequest request() {
    return new NdviRequest(
        "job-1",
        FARM,
        "tenant-one",
        3,
        "ndvi",
        "stac",
        JobType.BACKFILL,
        NdviRequest.Reason.REGISTERED,
        LocalDate.parse("2025-11-01"),
        LocalDate.parse("2026-03-01"),
        7,
        100,
        null,
        BBOX,
        FIELD,
        NOON);
  }

  private static NdviResult.Observed observed(@Nullable Double covered) {
    return new NdviResult.Observed(
        FARM,
        "tenant-one",
        3,
        "ndvi",
        LocalDate.parse("2026-02-27"),
        Instant.parse("2026-02-27T10:50:22Z"),
        new NdviResult.Statistics(
            0.62, 0.2, 0.81, 0.1, 0.64, 0.4, 0.55, 0.7, 0.75, 1046, 10.1, 10.43, covered),
        new NdviResult.Quality(
            0.97,
            0.02,
            0.01,
            0.0,
            0.0,
            0.12,
            List.of("cloud_shadow"),
            NdviResult.Quality.State.FINAL),
        new NdviResult.Provenance(
            "stac",
            "sentinel-2",
            "https://earth-search.aws.element84.com/v1",
            "sentinel-2-l2a",
            List.of(
                new NdviResult.SceneUse(
                    "S2A_31UES_20260227_0_L2A",
                    Instant.parse("2026-02-27T10:50:22Z"),
                    "EPSG:32631",
                    "05.11",
                    0.0001,
                    0.0,
                    "offset already applied by the archive")),
            List.of(0, 1, 2, 3, 8, 9, 10, 11),
            "weighted",
            "0.1.0"),
        "job-1",
        NOON);
  }

  private static NdviRaster.Rendered rendered() {
    return new NdviRaster.Rendered(
        FARM,
        "tenant-one",
        3,
        "ndvi",
        "stac",
        LocalDate.parse("2026-02-28"),
        128,
        30,
        Instant.parse("2026-02-27T10:50:22Z"),
        BBOX,
        0.2,
        0.81,
        0.97,
        "6340ba5f8d2cfb6fb9dd5f0f6f0a8db9b4c4a2e3c1b9de25a4e1d9bb7a6f4f11",
        "iVBORw0KGgoAAAANSUhEUgAA",
        observed(null).provenance(),
        "job-2",
        NOON);
  }

  private static WeatherAnswer answer() {
    return new WeatherAnswer(
        "50.9,4.3",
        50.9,
        4.3,
        WeatherReport.Provider.OPEN_METEO,
        "Africa/Nairobi",
        NOON,
        report().providers().get(WeatherReport.Provider.OPEN_METEO),
        null);
  }

  private static WeatherAnswer failedAnswer() {
    return new WeatherAnswer(
        "50.9,4.3",
        50.9,
        4.3,
        WeatherReport.Provider.NASA_POWER,
        "Africa/Nairobi",
        NOON,
        null,
        new WeatherAnswer.Failure(
            WeatherAnswer.Code.THROTTLED, "429, try again in 60 s", NOON.plusSeconds(60)));
  }

  private static WeatherReport report() {
    return new WeatherReport(
        "50.9,4.3",
        50.9,
        4.3,
        "Africa/Nairobi",
        Map.of(
            WeatherReport.Provider.OPEN_METEO,
            new WeatherReport.ProviderReport(
                NOON,
                new WeatherReport.Current(NOON, 7.4, 3.2),
                List.of(new WeatherReport.Hour(NOON, 7.4, 0.0, 3.2, 88.0)),
                List.of(
                    new WeatherReport.Day(LocalDate.parse("2026-03-01"), 3.1, null, 0.4, 6.0)))),
        NOON);
  }

  private static WeatherReport extendedReport() {
    return new WeatherReport(
        "50.9,4.3",
        50.9,
        4.3,
        "Africa/Nairobi",
        Map.of(
            WeatherReport.Provider.OPEN_METEO,
            new WeatherReport.ProviderReport(
                NOON,
                new WeatherReport.Current(NOON, 7.4, 3.2, Map.of("relative_humidity_pct", 81.0)),
                List.of(new WeatherReport.Hour(NOON, 7.4, 0.0, 3.2, 88.0)),
                List.of(
                    new WeatherReport.Day(
                        LocalDate.parse("2026-03-01"),
                        3.1,
                        9.0,
                        0.4,
                        6.0,
                        Map.of("shortwave_radiation_sum_mj_m2", 8.5))),
                Map.of("soil_moisture_m3_m3", List.of(0.31)))),
        NOON);
  }

  private static Bbox bbox(String south, String west, String north, String east) {
    return new Bbox(
        new BigDecimal(south), new BigDecimal(west), new BigDecimal(north), new BigDecimal(east));
  }
}
