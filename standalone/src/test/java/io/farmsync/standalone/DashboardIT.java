package io.farmsync.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Dashboards and alerts on a running demo under some traffic, as Prometheus sees them: an
 * expression without data is a fault of the expression or of the metric. Skipped where no
 * Prometheus is installed (Debian: package prometheus).
 */
class DashboardIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  @TempDir private static Path home;
  @TempDir private static Path folder;
  private static FarmProcess demo;
  private static PrometheusProcess prometheus;
  private static SpanReceiver collector;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        PrometheusProcess.isInstalled(),
        "prometheus is not installed; Debian has it in package prometheus");
    int port = PrometheusProcess.freePort();
    prometheus = PrometheusProcess.start(folder, port);
    collector = SpanReceiver.start();
    demo =
        FarmProcess.start(
                home,
                Map.of(
                    "FARM_PORT",
                    Integer.toString(port),
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    collector.endpoint()),
                "demo")
            .awaitLine("It stays up");
  }

  @AfterAll
  static void stop() {
    if (demo != null) {
      demo.close();
    }
    if (prometheus != null) {
      prometheus.close();
    }
    if (collector != null) {
      collector.close();
    }
  }

  @Test
  void everyPanelHasData() throws Exception {
    var expressions = Dashboards.expressions(instance());
    assertThat(expressions).hasSizeGreaterThan(80);
    awaitData(expressions);
  }

  @Test
  void everySelectorOfEveryAlertHasSeries() throws Exception {
    var pending = new TreeMap<String, String>();
    for (var group : prometheus.get("/api/v1/rules").get("groups")) {
      for (var rule : group.get("rules")) {
        assertThat(rule.get("health").asString()).as(rule.toString()).isIn("ok", "unknown");
        for (String selector : Dashboards.selectors(rule.get("query").asString())) {
          pending.put(rule.get("name").asString() + " " + selector, "count(" + selector + ")");
        }
      }
    }
    assertThat(pending).hasSizeGreaterThan(40);
    awaitData(pending);
  }

  @Test
  void noAlertFiresOnAHealthyPlatform() throws Exception {
    var firing = new ArrayList<String>();
    for (var alert : prometheus.get("/api/v1/alerts").get("alerts")) {
      if (alert.get("state").asString().equals("firing")) {
        firing.add(alert.at("/labels/alertname").asString());
      }
    }
    // all jobs scrape the one process here, so its relay is seen four times
    assertThat(firing).isSubsetOf("TwoRelay");
  }

  @Test
  void theQueriesOfDashboard7589GiveTrueValues() throws Exception {
    String group = "reader-of-dashboard-7589";
    Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
    for (int i = 0; i < 12; i++) {
      start.put(new TopicPartition("farm-events", i), new OffsetAndMetadata(0));
    }
    try (var admin = Admin.create(Map.of("bootstrap.servers", demo.printed("Kafka")))) {
      admin.alterConsumerGroupOffsets(group, start).all().get(30, TimeUnit.SECONDS);
      String selector = "{instance=\"" + instance() + "\",topic=~\".+\"}";
      var topic = Map.of("topic", "farm-events");
      var reader = Map.of("consumergroup", group, "topic", "farm-events");
      String lag = "sum(kafka_consumergroup_lag" + selector + ") by (consumergroup, topic)";
      await()
          .atMost(SOON)
          .untilAsserted(() -> {
            double written =
                ends(admin, start.keySet()).values().stream().mapToLong(Long::longValue).sum();
            assertThat(value(lag, reader)).isEqualTo(written).isPositive();
            assertThat(
                    value(
                        "sum(kafka_topic_partition_current_offset" + selector + ") by (topic)",
                        topic))
                .isEqualTo(written);
          });
      Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
      ends(admin, start.keySet()).forEach((p, end) -> read.put(p, new OffsetAndMetadata(end)));
      admin.alterConsumerGroupOffsets(group, read).all().get(30, TimeUnit.SECONDS);
      await().atMost(SOON).untilAsserted(() -> assertThat(value(lag, reader)).isZero());
      assertThat(
              value(
                  "sum(delta(kafka_consumergroup_current_offset"
                      + selector
                      + "[5m])/5) by (consumergroup, topic)",
                  reader))
          .isPositive();
      for (String rate :
          List.of(
              "sum(rate(kafka_topic_partition_current_offset" + selector + "[1m])) by (topic)",
              "sum(delta(kafka_topic_partition_current_offset"
                  + selector
                  + "[5m])/5) by (topic)")) {
        assertThat(value(rate, topic)).as(rate).isNotNegative();
      }
      assertThat(value("sum by(topic) (kafka_topic_partitions" + selector + ")", topic))
          .isEqualTo(12);
    }
  }

  private static Map<TopicPartition, Long> ends(Admin admin, Set<TopicPartition> partitions)
      throws Exception {
    return admin
        .listOffsets(
            partitions.stream().collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest())))
        .all()
        .get(30, TimeUnit.SECONDS)
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  @Test
  void noFarmAndNoTenantIsALabel() throws Exception {
    var farms = new ArrayList<String>();
    for (var farm :
        demo.client("reader").get("/api/v1/farms/?page_size=100").data().get("results")) {
      farms.add(farm.get("external_farm_id").asString());
    }
    assertThat(farms).hasSizeGreaterThanOrEqualTo(12);
    var seen = new TreeSet<String>();
    for (var name : prometheus.get("/api/v1/labels")) {
      for (var value : prometheus.get("/api/v1/label/" + name.asString() + "/values")) {
        seen.add(value.asString());
      }
    }
    assertThat(seen).hasSizeGreaterThan(100).doesNotContainAnyElementsOf(farms);
    assertThat(seen).noneMatch(value -> value.contains("tenant-one"));
  }

  @Test
  void theCallersTraceGoesOnAndEverySpanHangsBelowAnother() throws Exception {
    String trace = UUID.randomUUID().toString().replace("-", "");
    var farm = UUID.randomUUID();
    var answer =
        send(
            "/api/v1/farms/sync",
            request ->
                request
                    .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            JsonMapper.shared().writeValueAsString(Traffic.farm(farm)))));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          var spans = collector.of(trace);
          assertThat(spans)
              .extracting(SpanReceiver.Received::name)
              .contains("POST /api/v1/farms/sync", "send farm-events", "receive farm-events");
          var ids = spans.stream().map(SpanReceiver.Received::id).collect(Collectors.toSet());
          ids.add("00f067aa0ba902b7");
          assertThat(spans).allMatch(span -> ids.contains(span.parent()));
        });
  }

  @Test
  void oneTraceRunsFromThePostOfAFarmOfTheDemoToTheViewOfItsValues() {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(collector.traces())
                .anySatisfy(spans ->
                    assertThat(spans)
                        .extracting(SpanReceiver.Received::name)
                        .contains(
                            "POST /api/v1/farms/sync",
                            "send farm-events", // the relay, from the row in the event store
                            "receive farm-events",
                            "send ndvi-requests",
                            "work on ndvi-requests",
                            "send ndvi-results",
                            "receive ndvi-results"))); // the view
  }

  @Test
  void histogramsNameATraceBesideABucket() throws Exception {
    new Traffic(demo).round();
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(
                    send(
                            "/metrics",
                            request -> request.header("Accept", "application/openmetrics-text"))
                        .body()
                        .lines())
                .anyMatch(line ->
                    line.startsWith("http_server_requests_seconds_bucket")
                        && line.contains("# {span_id=\"")
                        && line.contains("trace_id=\"")));
  }

  private static HttpResponse<String> send(String path, Consumer<HttpRequest.Builder> change)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(demo.connection().baseUrl() + path))
            .header("Authorization", "Bearer " + demo.client("nextcloud").token());
    change.accept(request);
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }

  /** Makes some traffic, again and again, until everything has data. */
  private static void awaitData(Map<String, String> expressions) {
    var pending = new TreeMap<>(expressions);
    var traffic = new Traffic(demo);
    try {
      await()
          .atMost(SOON)
          .until(() -> {
            traffic.round();
            var done = new ArrayList<String>();
            for (var each : pending.entrySet()) {
              if (prometheus.hasData(each.getValue())) {
                done.add(each.getKey());
              }
            }
            done.forEach(pending::remove);
            return pending.isEmpty();
          });
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      assertThat(pending).as("expressions without data").isEmpty();
    }
  }

  /** Of the service that reports lag. */
  private static String instance() throws Exception {
    await().atMost(SOON).until(() -> prometheus.hasData("up{job=\"farm-sync\"} == 1"));
    return prometheus.query("up{job=\"farm-sync\"}").at("/0/metric/instance").asString();
  }

  private static double value(String expression, Map<String, String> labels) throws Exception {
    for (var each : prometheus.query(expression)) {
      if (labels.entrySet().stream()
          .allMatch(l -> l.getValue().equals(each.get("metric").path(l.getKey()).asString("")))) {
        return Double.parseDouble(each.at("/value/1").asString());
      }
    }
    return Double.NaN;
  }
}
