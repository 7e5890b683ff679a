package io.farmsync.sync.audit;

import io.farmsync.platform.audit.FindingKind;

/** In which way store and topic disagree. */
enum Kind implements FindingKind {
  ALTERED("store and topic have different contents under this event"),
  MISSING_IN_TOPIC("the relay has passed the event, and the topic does not have it"),
  MISSING_IN_STORE("the topic has an event that is not in the event store: deleted, or foreign"),
  REPEATED_IN_TOPIC("the topic has the event more than once"),
  FOREIGN(
      "the topic has a record that is not the relay's: key or farm_version is missing or wrong"),
  STATE_DIFFERS("the current state of the farm is not what its newest event led to"),
  STATE_MISSING("the farm has events and no current state"),
  STORE_REWRITTEN("rows of the event store were updated or deleted; the sweep names them"),
  UNREAD("more events are on one side only than can be told apart; the sweep was given up"),
  TOPIC_CUT("records were removed from the topic, or it was made anew");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  @Override
  public String words() {
    return words;
  }
}
