package io.farmsync.weather.cell;

import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherRequest.Reason;
import io.farmsync.weather.cell.Cell.Refresh;
import io.farmsync.weather.cell.Step.Ask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What happens to a cell when farms come and go, answers arrive and time passes. */
public record CellRules(RefreshPlan plan) {

  /** So many active farms lie in the cell now. */
  public Step farmsCounted(Cell cell, long farms, Instant now) {
    var counted = cell.withFarms(farms);
    if (farms > 0 && !cell.needed()) {
      return firstFarm(counted, now);
    }
    if (farms == 0 && cell.needed()) {
      return Step.Next.quietly(counted.leftAt(now));
    }
    return farms == cell.farms() ? new Step.Unchanged() : Step.Next.quietly(counted);
  }

  /** A provider answered or failed. A repeated or overtaken report changes nothing. */
  public Step answered(Cell cell, WeatherAnswer answer, Instant now) {
    var provider = answer.provider();
    var refresh = cell.refresh(provider);
    var kept = cell.needed() || cell.leftAt() != null ? cell : cell.leftAt(now);
    if (answer.failure() != null) {
      return failed(kept, provider, answer.failure(), now);
    }
    var fetchedAt = answer.answeredAt();
    if (refresh.fetchedAt() != null && !fetchedAt.isAfter(refresh.fetchedAt())) {
      return new Step.Unchanged();
    }
    var due = plan.renewal(provider, cell.id(), fetchedAt).map(at -> later(at, now)).orElse(null);
    return Step.Next.quietly(kept.with(provider, new Refresh(fetchedAt, 0, due)));
  }

  /**
   * A reader wants the cell although no farm may. Who is fresh, on the way or waiting after a
   * failure is not asked; nobody is asked again unless somebody wants it again.
   */
  public Step wanted(Cell cell, Instant now) {
    if (cell.needed()) {
      return new Step.Unchanged();
    }
    var asks = new ArrayList<Ask>();
    var next = cell.leftAt(now);
    for (var provider : WeatherReport.Provider.values()) {
      var due = cell.refresh(provider).dueAt();
      if (plan.always(provider) && (due == null || !due.isAfter(now))) {
        asks.add(new Ask(provider, Reason.POINT));
        next = asked(next, provider, now);
      }
    }
    return asks.isEmpty() ? new Step.Unchanged() : new Step.Next(next, asks);
  }

  /** An instant that the cell waited for has come. */
  public Step due(Cell cell, Instant now) {
    if (!cell.needed()) {
      return cell.nextDue(plan).filter(at -> !at.isAfter(now)).isPresent()
          ? new Step.Forgotten()
          : new Step.Unchanged();
    }
    var asks = new ArrayList<Ask>();
    var next = cell;
    for (var entry : cell.refreshes().entrySet()) {
      var due = entry.getValue().dueAt();
      if (due != null && !due.isAfter(now)) {
        if (plan.rhythm(entry.getKey()).isEmpty()) { // switched off since
          next = next.with(entry.getKey(), entry.getValue().dueAt(null));
          continue;
        }
        asks.add(new Ask(entry.getKey(), Reason.REFRESH));
        next = asked(next, entry.getKey(), now);
      }
    }
    return next.equals(cell) ? new Step.Unchanged() : new Step.Next(next, asks);
  }

  /** What is still fresh from an earlier need is not fetched again. */
  private Step firstFarm(Cell cell, Instant now) {
    var asks = new ArrayList<Ask>();
    var next = cell;
    for (var provider : WeatherReport.Provider.values()) {
      var refresh = cell.refresh(provider);
      if (!plan.always(provider)) {
        continue;
      }
      if (refresh.fetchedAt() != null && plan.fresh(provider, refresh.fetchedAt(), now)) {
        var due = plan.renewal(provider, cell.id(), refresh.fetchedAt()).orElseThrow();
        next = next.with(provider, refresh.dueAt(later(due, now)));
      } else {
        asks.add(new Ask(provider, Reason.FIRST_FARM));
        next = asked(next, provider, now);
      }
    }
    return new Step.Next(next, asks);
  }

  private Step failed(
      Cell cell, WeatherReport.Provider provider, WeatherAnswer.Failure failure, Instant now) {
    if (plan.rhythm(provider).isEmpty()) {
      return Step.Next.quietly(cell);
    }
    var refresh = cell.refresh(provider);
    int failures = refresh.failures() + 1;
    var backoff = now.plus(plan.backoff(provider, cell.id(), failures));
    var retryAt = failure.retryAt();
    var due = retryAt == null ? backoff : later(retryAt, backoff);
    var next = cell.with(provider, new Refresh(refresh.fetchedAt(), failures, due));
    return cell.needed() && provider == WeatherReport.Provider.OPEN_METEO
        ? fallBack(next, now)
        : Step.Next.quietly(next);
  }

  /**
   * While Open-Meteo fails, NASA POWER is asked for what it has, unless that is fresh or on its
   * way.
   */
  private Step fallBack(Cell cell, Instant now) {
    var other = WeatherReport.Provider.NASA_POWER;
    var refresh = cell.refresh(other);
    boolean planned = refresh.dueAt() != null && refresh.dueAt().isAfter(now);
    boolean fresh = refresh.fetchedAt() != null && plan.fresh(other, refresh.fetchedAt(), now);
    if (plan.rhythm(other).isEmpty() || planned || fresh) {
      return Step.Next.quietly(cell);
    }
    return new Step.Next(asked(cell, other, now), List.of(new Ask(other, Reason.REFRESH)));
  }

  /** If no answer comes, the request is made again. */
  private Cell asked(Cell cell, WeatherReport.Provider provider, Instant now) {
    return cell.with(provider, cell.refresh(provider).dueAt(now.plus(plan.patience())));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
