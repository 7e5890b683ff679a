package io.farmsync.query.webhook;

import io.farmsync.schemas.Webhook;
import io.farmsync.schemas.Webhook.Progress;
import io.farmsync.schemas.Webhook.Registration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The latest state of every webhook, as the topic tells it. */
public final class Webhooks {

  private static final String PROGRESS = "/progress";

  private final Map<UUID, Registration> registrations = new ConcurrentHashMap<>();
  private final Map<UUID, Progress> progress = new ConcurrentHashMap<>();
  private volatile boolean complete;

  /**
   * Takes over one record.
   *
   * @param webhook null when it was removed
   */
  public void apply(String subject, @Nullable Webhook webhook) {
    switch (webhook) {
      case null -> forget(subject);
      case Registration registration -> registrations.put(registration.id(), registration);
      case Progress one -> progress.put(one.id(), one);
    }
  }

  private void forget(String subject) {
    boolean isProgress = subject.endsWith(PROGRESS);
    var id = UUID.fromString(isProgress ? subject.replace(PROGRESS, "") : subject);
    if (isProgress) {
      progress.remove(id);
    } else {
      registrations.remove(id);
    }
  }

  /** Says that everything published so far has been applied. */
  public void markComplete() {
    complete = true;
  }

  public boolean isComplete() {
    return complete;
  }

  public List<Registration> all() {
    return List.copyOf(registrations.values());
  }

  /** Whoever's it is. */
  Optional<Registration> find(UUID id) {
    return Optional.ofNullable(registrations.get(id));
  }

  /** Oldest first. */
  public List<Registration> of(String tenant) {
    return registrations.values().stream()
        .filter(one -> one.tenant().equals(tenant))
        .sorted(Comparator.comparing(Registration::createdAt).thenComparing(Registration::id))
        .toList();
  }

  /** Empty for another tenant's. */
  public Optional<Registration> find(String tenant, UUID id) {
    return find(id).filter(one -> one.tenant().equals(tenant));
  }

  /** Progress since the position was last set. */
  public Optional<Progress> progress(Registration webhook) {
    return Optional.ofNullable(progress.get(webhook.id()))
        .filter(one -> one.startedAt().equals(webhook.startedAt()));
  }
}
