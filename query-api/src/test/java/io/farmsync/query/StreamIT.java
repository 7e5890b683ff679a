package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.query.EventStream.Event;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherCell;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@QueryApiTest
class StreamIT {

  @LocalServerPort int port;

  private World world;
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final UUID farm = UUID.randomUUID();
  private String token;

  @BeforeEach
  void enter() {
    world = new World(port);
    token = world.token(tenant, "read");
  }

  @AfterEach
  void leave() {
    world.close();
  }

  @Test
  void farmsObservationsJobsAndTheWeatherAboveThemAreToldAsTheyHappen() {
    try (var stream = EventStream.open(port, token, null)) {
      publishEverything();
      var cell = WeatherCell.of(Examples.farm(farm, tenant, 1)).id();
      world.publish(
          Topics.WEATHER_REPORTS, cell, Examples.report(cell, Instant.now(), List.of(), List.of()));
      await()
          .atMost(World.SOON)
          .untilAsserted(() ->
              assertThat(stream.events())
                  .extracting(Event::name)
                  .contains("farm", "observation", "job"));
      // the order between topics is free, so weather may come before the farm that earns it
      world.publish(
          Topics.WEATHER_REPORTS, cell, Examples.report(cell, Instant.now(), List.of(), List.of()));
      await()
          .atMost(World.SOON)
          .untilAsserted(
              () -> assertThat(stream.events()).extracting(Event::name).contains("weather"));
      var told = stream.events().stream().filter(one -> one.name().equals("farm")).findFirst();
      assertThat(told.orElseThrow().data().path("type").asString()).isEqualTo("farm.registered");
      assertThat(told.orElseThrow().data().at("/data/external_farm_id").asString())
          .isEqualTo(farm.toString());
    }
  }

  @Test
  void aReaderGoesOnBehindTheLastEventItHas() {
    var seen = new ArrayList<String>();
    String last;
    try (var stream = EventStream.open(port, token, null)) {
      register(1);
      register(2);
      await().atMost(World.SOON).until(() -> stream.events().size() == 2);
      stream.events().forEach(one -> seen.add(version(one)));
      last = stream.events().getFirst().id();
    }
    register(3);
    try (var stream = EventStream.open(port, token, last)) {
      register(4);
      await().atMost(World.SOON).until(() -> stream.events().size() == 3);
      assertThat(stream.events()).extracting(StreamIT::version).containsExactly("2", "3", "4");
    }
    assertThat(seen).containsExactly("1", "2");
  }

  @Test
  void anotherTenantHearsNothing() {
    try (var ours = EventStream.open(port, token, null);
        var theirs = EventStream.open(port, world.token("other-" + tenant, "read"), null)) {
      publishEverything();
      await().atMost(World.SOON).until(() -> ours.events().size() >= 3);
      assertThat(theirs.events()).isEmpty();
    }
  }

  @Test
  void aClientHoldsAFewStreamsOnly() {
    var streams = new ArrayList<EventStream>();
    try {
      for (int i = 0; i < 8; i++) {
        streams.add(EventStream.open(port, token, null));
      }
      var refused = world.get(token, "/api/v1/farms/stream");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).isNotEmpty();
    } finally {
      streams.forEach(EventStream::close);
    }
  }

  @Test
  void whatCannotBeReadOfARequestIsNamed() {
    var id = world.get(token, "/api/v1/farms/stream", "Last-Event-ID", "nonsense");
    assertThat(id.status()).isEqualTo(400);
    assertThat(id.errors().propertyNames()).containsExactly("Last-Event-ID");
    var events = world.get(token, "/api/v1/farms/stream?events=farm,rain");
    assertThat(events.status()).isEqualTo(400);
    assertThat(events.errors().propertyNames()).containsExactly("events");
    assertThat(world.get(null, "/api/v1/farms/stream").status()).isEqualTo(401);
  }

  private static String version(Event event) {
    return event.data().at("/data/version").asString();
  }

  private void register(long version) {
    world.publish(
        Topics.FARM_EVENTS,
        farm.toString(),
        Examples.registered(Examples.farm(farm, tenant, version)));
  }

  private void publishEverything() {
    register(1);
    var observed = Examples.observed(farm, "ndvi", LocalDate.parse("2026-02-01"), 0.6, 0.1);
    world.publish(Topics.NDVI_RESULTS, farm.toString(), Examples.ofTenant(observed, tenant));
    var job = Examples.job("job-" + farm, farm, NdviJob.Status.SUCCESS);
    world.publish(Topics.NDVI_JOBS, job.id(), Examples.ofTenant(job, tenant));
  }
}
