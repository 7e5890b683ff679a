package io.farmsync.query.kafka;

import io.farmsync.query.topology.DeadLetterListener;
import io.farmsync.schemas.kafka.DeadLetter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator sees of records that the views could not read. Alert on any increase of
 * query_dead_letters_total: a reader misses what these records said.
 */
final class DeadLetterMetrics implements DeadLetterListener {

  private static final Logger log = LoggerFactory.getLogger(DeadLetterMetrics.class);

  private final MeterRegistry meters;

  DeadLetterMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void onDeadLetter(String topic, DeadLetter letter) {
    meters.counter("query_dead_letters_total", "topic", topic, "code", letter.code()).increment();
    log.warn("a record of {} went to the dead letters: {}", topic, letter.reason());
  }
}
