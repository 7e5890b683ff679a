package io.farmsync.query.kafka;

import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.freshness.VersionWaiters;
import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.instances.Answers;
import io.farmsync.query.instances.Answers.Answer;
import io.farmsync.query.instances.OwnStores;
import io.farmsync.query.instances.Question;
import io.farmsync.query.topology.View;
import io.farmsync.query.topology.Views;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the stores here answer without asking anybody: those it serves, and copies of others'. */
final class CopiesHere implements OwnStores {

  private final LocalStores local;
  private final ViewMeasure measure;
  private final VersionWaiters waiters;

  CopiesHere(LocalStores local, ViewMeasure measure, VersionWaiters waiters) {
    this.local = local;
    this.measure = measure;
    this.waiters = waiters;
  }

  @Override
  public Answers answer(String store, boolean isCopyEnough, List<Question> questions) {
    View<?> view =
        Views.partitioned().stream()
            .filter(known -> known.store().equals(store))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no store " + store));
    long oldest = 0;
    List<Answer> answers = new ArrayList<>();
    for (var question : questions) {
      var answer = isCopyEnough ? answer(view, question) : served(view, question);
      var found =
          answer.orElseThrow(() ->
              new ViewUnavailable(
                  "partition " + question.partition() + " of " + store + " is not here"));
      oldest = Math.max(oldest, found.ageMillis());
      answers.addAll(found.answers());
    }
    return new Answers(oldest, answers);
  }

  @Override
  public boolean awaitVersion(UUID farm, long version, Duration wait) {
    return waiters.await(farm, version, wait, () -> versionOf(farm) >= version);
  }

  /** Served by now, or out of a copy; empty if there is none, or it has not been whole yet. */
  Optional<Answers> answer(View<?> view, Question question) {
    var served = served(view, question);
    if (served.isPresent()) {
      return served;
    }
    var age = measure.copyAge(view, question.partition());
    if (age.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Answers(age.getAsLong(), List.of(local.answer(view, question, true))));
    } catch (ViewUnavailable _) {
      return Optional.empty();
    }
  }

  /** Whether a copy here has once been whole. */
  boolean has(View<?> view, int partition) {
    return measure.copyAge(view, partition).isPresent();
  }

  private Optional<Answers> served(View<?> view, Question question) {
    try {
      long age = measure.lag(view, question.partition()).orElse(0);
      return Optional.of(new Answers(age, List.of(local.answer(view, question, false))));
    } catch (ViewUnavailable _) {
      return Optional.empty();
    }
  }

  /** Of a farm that is folded here; 0 if it is not known. */
  private long versionOf(UUID farm) {
    String key = farm.toString();
    int partition = StoreReader.partitionOf(Views.FARMS, key);
    return local.value(Views.FARMS, partition, key, false).map(KnownFarm::version).orElse(0L);
  }
}
