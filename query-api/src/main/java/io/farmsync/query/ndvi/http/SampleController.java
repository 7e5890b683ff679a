package io.farmsync.query.ndvi.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.http.OwnFarm;
import io.farmsync.query.http.Parameters;
import io.farmsync.query.ndvi.Samples;
import io.farmsync.schemas.NdviSample;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** NDVI that callers measured themselves. Index routes show it as engine {@code sample}. */
@RestController
class SampleController {

  private static final long RETRY_AFTER_SECONDS = 5;

  private final OwnFarm farms;
  private final Samples samples;
  private final Clock clock;

  SampleController(OwnFarm farms, Samples samples, Clock clock) {
    this.farms = farms;
    this.samples = samples;
    this.clock = clock;
  }

  /**
   * A sample that was kept.
   *
   * @param date under which reads show it, UTC
   */
  record SampleView(
      String farmId,
      String index,
      String engine,
      LocalDate date,
      Instant timestamp,
      double mean,
      double min,
      double max,
      String source) {

    static SampleView of(NdviSample sample) {
      return new SampleView(
          sample.externalFarmId().toString(),
          "ndvi",
          "sample",
          LocalDate.ofInstant(sample.sampledAt(), ZoneOffset.UTC),
          sample.sampledAt(),
          sample.mean(),
          sample.min(),
          sample.max(),
          sample.source());
    }
  }

  /** Keeps a sample of one of the caller's farms; answers once it is durable. */
  @PostMapping("/api/v1/ndvi")
  @ResponseStatus(HttpStatus.CREATED)
  @Access(Access.Policy.WRITE)
  Envelope<SampleView> keep(
      Identity caller, @RequestBody Map<String, Object> body, HttpServletRequest request) {
    Instant now = clock.instant();
    var sample = SampleBody.of(new Parameters(body), body.get("geometry"), now);
    var farm = farms.require(caller, sample.farm().toString());
    var kept = sample.of(farm.state().tenant(), farm.version(), now);
    try {
      samples.keep(kept, IndexPath.originOf(request));
    } catch (Samples.Unkept e) {
      throw Refusal.unavailable(
          "The sample could not be kept; send it again.", RETRY_AFTER_SECONDS);
    }
    return Envelope.ok("Created", SampleView.of(kept));
  }
}
