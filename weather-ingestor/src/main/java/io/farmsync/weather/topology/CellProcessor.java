package io.farmsync.weather.topology;

import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherRequest;
import io.farmsync.schemas.WeatherRequest.Reason;
import io.farmsync.schemas.WeatherWanted;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import io.farmsync.weather.cell.Cell;
import io.farmsync.weather.cell.CellRules;
import io.farmsync.weather.cell.History;
import io.farmsync.weather.cell.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Applies the rules to cells and keeps what they need: state, last report, and who is due when.
 * Once a second it looks at the due ones; since they are a store, a restart forgets nothing and
 * repeats nothing.
 */
@SuppressWarnings("NullAway.Init") // init comes before everything else
final class CellProcessor implements Processor<String, Signal, String, Emission> {

  static final String CELLS = "weather-cells";
  static final String DUE = "weather-due";
  static final String REPORTS = "weather-last-reports";

  private static final String SOURCE = "/weather-ingestor";
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LOOK_AROUND = Duration.ofSeconds(30);
  private static final int MOST_PER_TICK = 1000;

  private final CellRules rules;
  private final History history;
  private final CellMetrics metrics;
  private ProcessorContext<String, Emission> context;
  private KeyValueStore<String, Cell> cells;
  private KeyValueStore<String, WeatherReport> reports;
  private DueIndex due;

  CellProcessor(CellRules rules, History history, CellMetrics metrics) {
    this.rules = rules;
    this.history = history;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, Emission> context) {
    this.context = context;
    this.cells = context.getStateStore(CELLS);
    this.reports = context.getStateStore(REPORTS);
    this.due = new DueIndex(context.getStateStore(DUE));
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick(Instant.ofEpochMilli(now)));
    context.schedule(
        LOOK_AROUND,
        PunctuationType.WALL_CLOCK_TIME,
        now -> measureAges(Instant.ofEpochMilli(now)));
  }

  @Override
  public void process(Record<String, Signal> record) {
    var now = now();
    var cell =
        Optional.ofNullable(cells.get(record.key())).orElseGet(() -> Cell.unknown(record.key()));
    var cause = causeOf(record);
    switch (record.value()) {
      case Signal.FarmsCounted(var farms) ->
          apply(cell, rules.farmsCounted(cell, farms, now), cause, now);
      case Signal.Wanted(var wanted) -> wanted(cell, wanted, cause, now);
      case Signal.Answered(var answer) -> answered(cell, answer, cause, now);
    }
  }

  private void wanted(Cell cell, WeatherWanted wanted, Cause cause, Instant now) {
    var days = wanted.days();
    if (days == null) {
      apply(cell, rules.wanted(cell, now), cause, now);
    } else if (rules.plan().uses(WeatherReport.Provider.NASA_POWER)) {
      request(
          cell, new Step.Ask(WeatherReport.Provider.NASA_POWER, Reason.GAP_FILL), days, cause, now);
    }
  }

  /** An answer of past days leaves the cell as it is: it is no news of its present weather. */
  private void answered(Cell cell, WeatherAnswer answer, Cause cause, Instant now) {
    if (answer.days() != null) {
      keep(answer, null, cause, now);
      return;
    }
    var step = rules.answered(cell, answer, now);
    apply(cell, step, cause, now);
    if (answer.report() != null && !(step instanceof Step.Unchanged)) {
      var last = reports.get(answer.cell());
      keep(answer, last == null ? null : last.providers().get(answer.provider()), cause, now);
      publish(answer, answer.report(), last, cause, now);
    }
  }

  private void tick(Instant now) {
    for (var id : due.due(now, MOST_PER_TICK)) {
      var cell = cells.get(id);
      if (cell != null) {
        apply(cell, rules.due(cell, now), Cause.UNKNOWN, now);
      }
    }
    metrics.overdue(context.taskId().partition(), due.overdueSeconds(now));
  }

  private void measureAges(Instant now) {
    var oldest = new EnumMap<WeatherReport.Provider, Instant>(WeatherReport.Provider.class);
    try (var all = cells.all()) {
      all.forEachRemaining(entry ->
          entry
              .value
              .freshness()
              .forEach((provider, fetchedAt) ->
                  oldest.merge(
                      provider, fetchedAt, (one, other) -> one.isBefore(other) ? one : other)));
    }
    for (var provider : WeatherReport.Provider.values()) {
      var fetchedAt = oldest.getOrDefault(provider, now);
      metrics.oldest(
          context.taskId().partition(),
          provider.wireName(),
          Duration.between(fetchedAt, now).toMillis() / 1000.0);
    }
  }

  private void apply(Cell before, Step step, Cause cause, Instant now) {
    switch (step) {
      case Step.Unchanged() -> {
        // known already
      }
      case Step.Forgotten() -> forget(before, now);
      case Step.Next(var after, var asks) -> {
        cells.put(after.id(), after);
        due.move(after.id(), before.nextDue(rules.plan()), after.nextDue(rules.plan()));
        asks.forEach(ask -> request(after, ask, null, cause, now));
      }
    }
  }

  private void request(
      Cell cell, Step.Ask ask, WeatherRequest.@Nullable Days days, Cause cause, Instant now) {
    metrics.asked(ask);
    var request =
        new WeatherRequest(
            cell.id(), cell.latitude(), cell.longitude(), ask.reason(), now, ask.provider(), days);
    var id =
        cell.id()
            + "/"
            + ask.provider().wireName()
            + "/"
            + now
            + (days == null ? "" : "/" + days.from() + "/" + days.to());
    forward(
        cell.id(),
        new Emission.Request(request),
        new EventHeaders(id, SOURCE, "weather.requested.v1", now, cause),
        Topics.WEATHER_REQUESTS);
  }

  /** The last report with this provider's part replaced. */
  private void publish(
      WeatherAnswer answer,
      WeatherReport.ProviderReport part,
      @Nullable WeatherReport last,
      Cause cause,
      Instant now) {
    var parts =
        new EnumMap<WeatherReport.Provider, WeatherReport.ProviderReport>(
            WeatherReport.Provider.class);
    if (last != null) {
      parts.putAll(last.providers());
    }
    parts.put(answer.provider(), part);
    var report =
        new WeatherReport(
            answer.cell(), answer.latitude(), answer.longitude(), zone(answer, last), parts, now);
    reports.put(answer.cell(), report);
    metrics.reported(answer.provider().wireName());
    forward(
        answer.cell(),
        new Emission.Report(report),
        new EventHeaders(answer.cell() + "/" + now, SOURCE, "weather.reported.v1", now, cause),
        Topics.WEATHER_REPORTS);
  }

  private void keep(
      WeatherAnswer answer,
      WeatherReport.@Nullable ProviderReport before,
      Cause cause,
      Instant now) {
    history
        .of(answer, before)
        .ifPresent(days -> {
          var id =
              days.cell()
                  + "/"
                  + days.provider().wireName()
                  + "/"
                  + days.days().getFirst().day()
                  + "/"
                  + days.fetchedAt();
          forward(
              days.cell(),
              new Emission.Past(days),
              new EventHeaders(id, SOURCE, "weather.days-over.v1", now, cause),
              Topics.WEATHER_DAYS);
        });
  }

  /** The days of a report are those of Open-Meteo's zone; NASA POWER's are always UTC. */
  private static String zone(WeatherAnswer answer, @Nullable WeatherReport last) {
    return answer.provider() == WeatherReport.Provider.OPEN_METEO || last == null
        ? answer.timeZone()
        : last.timeZone();
  }

  private void forget(Cell cell, Instant now) {
    due.move(cell.id(), cell.nextDue(rules.plan()), Optional.empty());
    cells.delete(cell.id());
    if (reports.delete(cell.id()) != null) {
      forward(
          cell.id(),
          new Emission.Report(null),
          new EventHeaders(
              cell.id() + "/" + now, SOURCE, "weather.forgotten.v1", now, Cause.UNKNOWN),
          Topics.WEATHER_REPORTS);
    }
  }

  private void forward(String cell, Emission emission, EventHeaders headers, Topic<?> topic) {
    context.forward(new Record<>(cell, emission, headers.time().toEpochMilli(), headers.of(topic)));
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  /** A cell is nobody's own: tenant and farm version end here, the trace goes on. */
  private static Cause causeOf(Record<?, ?> record) {
    var cause = Cause.of(record.headers());
    return new Cause(cause.traceParent(), cause.requestId(), null, null);
  }
}
