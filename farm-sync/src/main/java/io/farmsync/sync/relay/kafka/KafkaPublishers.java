package io.farmsync.sync.relay.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.sync.relay.EventPublisher;
import io.farmsync.sync.relay.RelayException;
import org.apache.kafka.common.KafkaException;

/** Publishers over one broker cluster. Looks for the topic of positions once, not at each start. */
final class KafkaPublishers implements EventPublisher.Factory {
  private final KafkaSettings settings;
  private final OffsetsTopic offsets;
  private boolean isPrepared;

  KafkaPublishers(KafkaSettings settings) {
    this.settings = settings;
    this.offsets = new OffsetsTopic(settings);
  }

  @Override
  public synchronized void prepare() {
    if (isPrepared) {
      return;
    }
    try {
      offsets.create();
      var _ = offsets.read();
      isPrepared = true;
    } catch (KafkaException failure) {
      throw KafkaEventPublisher.broken(failure);
    }
  }

  /** After a failure it is looked anew: somebody may have deleted the topic. */
  @Override
  public synchronized EventPublisher open() {
    prepare();
    try {
      return KafkaEventPublisher.open(settings, offsets);
    } catch (RelayException failure) {
      isPrepared = false;
      throw failure;
    }
  }
}
