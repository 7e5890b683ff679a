package io.farmsync.sync.deadletter.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.DeadLetterDecision;
import io.farmsync.schemas.DeadLetterDecision.Kind;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.sync.deadletter.DeadLetters;
import io.farmsync.sync.deadletter.Letter;
import io.farmsync.sync.deadletter.LetterFilter;
import io.farmsync.sync.deadletter.LetterId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Decides in Kafka transactions of a few letters. All orders of all instances share one
 * transactional id: an order that starts ends the one before it and settles its open transaction,
 * and only then reads what was decided. So nothing is decided twice, whoever was killed when.
 */
final class KafkaDeadLetters implements DeadLetters {
  private static final String TRANSACTIONAL_ID = "farm-dead-letters";
  private static final int LETTERS_A_TRANSACTION = 100;
  private static final int MOST_REFUSED = 100;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final JsonSerde<DeadLetterDecision> DECISIONS =
      JsonSerde.of(Topics.DEAD_LETTER_DECISIONS);

  private final KafkaSettings settings;
  private final LetterReader reader;
  private final Clock clock;

  KafkaDeadLetters(KafkaSettings settings, Clock clock) {
    this.settings = settings;
    this.reader = new LetterReader(settings, clock);
    this.clock = clock;
  }

  @Override
  public Found find(LetterFilter filter, boolean decided, int offset, int size) {
    var page = new ArrayList<Letter>();
    var count = new AtomicLong();
    reader.read(
        filter,
        (letter, _) -> {
          if (decided || letter.isOpen()) {
            if (count.getAndIncrement() >= offset && page.size() < size) {
              page.add(letter);
            }
          }
          return true;
        });
    return new Found(page, count.get());
  }

  @Override
  public Optional<Letter> find(LetterId id) {
    var filter = new LetterFilter(Set.of(id), null, null, null, null, null, null);
    return find(filter, true, 0, 1).letters().stream().findFirst();
  }

  @Override
  public Outcome decide(Order order) {
    if (order.dryRun()) {
      return new Work(order, null).carryOut();
    }
    var producer = producer();
    try {
      producer.initTransactions();
      return new Work(order, producer).carryOut();
    } catch (ProducerFencedException | InvalidProducerEpochException fenced) {
      throw new OtherOrder(fenced);
    } finally {
      producer.close(Duration.ZERO); // what is not committed, the next order settles
    }
  }

  private Producer<byte[], byte @Nullable []> producer() {
    Map<String, Object> config = settings.producer(TRANSACTIONAL_ID);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LIMIT.toMillis());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** One order on its way. Without a producer it is a dry run. */
  private final class Work {
    private final Order order;
    private final @Nullable Producer<byte[], byte @Nullable []> producer;
    private final List<LetterId> decided = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private int inTransaction;
    private boolean more;

    Work(Order order, @Nullable Producer<byte[], byte @Nullable []> producer) {
      this.order = order;
      this.producer = producer;
    }

    Outcome carryOut() {
      reader.read(order.filter(), this::visit);
      if (producer != null && inTransaction > 0) {
        producer.commitTransaction();
      }
      return new Outcome(decided, refused, more);
    }

    private boolean visit(Letter letter, ConsumerRecord<byte[], byte[]> record) {
      if (!letter.isOpen()) {
        return true;
      }
      if (decided.size() == order.limit()) {
        more = true;
        return false;
      }
      var why = order.refusal(letter);
      if (why.isPresent()) {
        if (refused.size() == MOST_REFUSED) {
          more = true;
          return false;
        }
        refused.add(new Refused(letter.id(), why.get()));
        return true;
      }
      if (producer != null) {
        write(producer, letter, record);
      }
      decided.add(letter.id());
      return true;
    }

    private void write(
        Producer<byte[], byte @Nullable []> open,
        Letter letter,
        ConsumerRecord<byte[], byte[]> record) {
      if (inTransaction == 0) {
        open.beginTransaction();
      }
      // a refused record surfaces at the commit, which then fails as a whole
      if (order.kind() == Kind.REDRIVEN) {
        var _ = open.send(again(letter, record));
      }
      var _ = open.send(decision(letter));
      if (++inTransaction == LETTERS_A_TRANSACTION) {
        open.commitTransaction();
        inTransaction = 0;
      }
    }

    private ProducerRecord<byte[], byte @Nullable []> again(
        Letter letter, ConsumerRecord<byte[], byte[]> record) {
      var headers = new RecordHeaders();
      record
          .headers()
          .forEach(header -> {
            if (!header.key().startsWith(DeadLetter.PREFIX)) {
              headers.add(header);
            }
          });
      headers.add(DeadLetter.REDRIVEN, utf8(Integer.toString(letter.redriven() + 1)));
      return new ProducerRecord<>(letter.id().topic(), null, record.key(), record.value(), headers);
    }

    private ProducerRecord<byte[], byte @Nullable []> decision(Letter letter) {
      var who = order.who();
      var at = clock.instant();
      var decision =
          new DeadLetterDecision(
              letter.id().toString(),
              order.kind(),
              letter.key(),
              letter.code(),
              at,
              who.by(),
              who.operator(),
              who.note(),
              who.requestId());
      var headers =
          new EventHeaders(
              UUID.randomUUID().toString(),
              "/farm-sync",
              "dead-letter.decided.v1",
              at,
              new Cause(null, who.requestId(), null, null));
      return new ProducerRecord<>(
          Topics.DEAD_LETTER_DECISIONS.name(),
          null,
          utf8(letter.id().toString()),
          DECISIONS.write(decision),
          headers.of(Topics.DEAD_LETTER_DECISIONS));
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
