package io.farmsync.query;

import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.Centroid;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviResult;
import io.farmsync.schemas.WeatherReport;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of the topics, as the writers make them. */
public final class Examples {

  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final Bbox BBOX = bbox("50.86310", "4.30120", "50.86600", "4.30580");
  public static final Bbox OTHER_BBOX = bbox("50.86310", "4.30120", "50.86700", "4.30580");

  private Examples() {}

  public static Bbox bbox(String south, String west, String north, String east) {
    return new Bbox(
        new BigDecimal(south), new BigDecimal(west), new BigDecimal(north), new BigDecimal(east));
  }

  public static FarmState farm(UUID id, String tenant, long version) {
    return farm(id, tenant, version, BBOX, NOON, true);
  }

  public static FarmState farm(
      UUID id, String tenant, long version, Bbox bbox, Instant created, boolean active) {
    return new FarmState(
        id,
        tenant,
        "client-of-" + tenant,
        "anna",
        "Shamba " + version,
        "shamba",
        bbox,
        new Centroid(new BigDecimal("50.8645"), new BigDecimal("4.3035")),
        null,
        10.43,
        active,
        version,
        created,
        created.plusSeconds(version));
  }

  public static FarmState withoutCentroid(FarmState farm) {
    return new FarmState(
        farm.externalFarmId(),
        farm.tenant(),
        farm.clientId(),
        farm.externalUserId(),
        farm.name(),
        farm.slug(),
        farm.bbox(),
        null,
        farm.geometry(),
        farm.areaHa(),
        farm.isActive(),
        farm.version(),
        farm.createdAt(),
        farm.updatedAt());
  }

  public static FarmEvent event(FarmEvent.Type type, FarmState farm) {
    return new FarmEvent(
        UUID.nameUUIDFromBytes(
            (farm.externalFarmId() + "/" + farm.version()).getBytes(StandardCharsets.UTF_8)),
        type,
        farm.externalFarmId(),
        farm.version(),
        farm.updatedAt(),
        farm);
  }

  public static FarmEvent registered(FarmState farm) {
    return event(FarmEvent.Type.REGISTERED, farm);
  }

  public static NdviResult.Observed observed(
      UUID farm, String index, LocalDate date, double mean, @Nullable Double cloud) {
    return observed(farm, 1, index, date, mean, cloud, NOON);
  }

  public static NdviResult.Observed observed(
      UUID farm,
      long farmVersion,
      String index,
      LocalDate date,
      double mean,
      @Nullable Double cloud,
      Instant computedAt) {
    return new NdviResult.Observed(
        farm,
        "tenant",
        farmVersion,
        index,
        date,
        date.atTime(LocalTime.of(10, 50)).toInstant(ZoneOffset.UTC),
        new NdviResult.Statistics(
            mean,
            mean - 0.1,
            mean + 0.1,
            0.05,
            mean,
            mean,
            mean,
            mean,
            mean,
            1046,
            10.1,
            10.43,
            index.equals("ndvi") ? 0.875 : null),
        new NdviResult.Quality(
            0.97, cloud, 0.0, 0.0, 0.0, 0.12, List.of(), NdviResult.Quality.State.FINAL),
        new NdviResult.Provenance(
            "stac",
            "sentinel-2",
            "https://catalogue.example/v1",
            "sentinel-2-l2a",
            List.of(),
            List.of(0, 1, 2, 3, 8, 9, 10, 11),
            "weighted",
            "0.1.0"),
        "job-1",
        computedAt);
  }

  public static NdviJob job(String id, UUID farm, NdviJob.Status status) {
    return job(id, farm, status, NOON);
  }

  public static NdviJob job(String id, UUID farm, NdviJob.Status status, Instant created) {
    return new NdviJob(
        id,
        farm,
        "tenant",
        1,
        "ndvi",
        "stac",
        JobType.GAP_FILL,
        status,
        LocalDate.parse("2026-01-01"),
        LocalDate.parse("2026-02-01"),
        7,
        100,
        null,
        created,
        status == NdviJob.Status.QUEUED ? null : created.plusSeconds(1),
        status.isFinal() ? created.plusSeconds(2) : null,
        1,
        status == NdviJob.Status.FAILED ? "upstream_error" : null);
  }

  public static NdviResult.Observed ofTenant(NdviResult.Observed one, String tenant) {
    return new NdviResult.Observed(
        one.externalFarmId(),
        tenant,
        one.farmVersion(),
        one.index(),
        one.date(),
        one.acquiredAt(),
        one.statistics(),
        one.quality(),
        one.provenance(),
        one.jobId(),
        one.computedAt());
  }

  public static NdviJob ofTenant(NdviJob job, String tenant) {
    return new NdviJob(
        job.id(),
        job.externalFarmId(),
        tenant,
        job.farmVersion(),
        job.index(),
        job.engine(),
        job.jobType(),
        job.status(),
        job.start(),
        job.end(),
        job.stepDays(),
        job.maxCloud(),
        job.lookbackDays(),
        job.createdAt(),
        job.startedAt(),
        job.finishedAt(),
        job.attempts(),
        job.lastError());
  }

  public static WeatherReport report(
      String cell, Instant now, List<WeatherReport.Hour> hours, List<WeatherReport.Day> days) {
    return new WeatherReport(
        cell,
        50.9,
        4.3,
        "Africa/Nairobi",
        Map.of(
            WeatherReport.Provider.OPEN_METEO,
            new WeatherReport.ProviderReport(
                now, new WeatherReport.Current(now, 7.4, 3.2), hours, days)),
        now);
  }
}
