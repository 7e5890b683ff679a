package io.farmsync.query.audit;

import io.farmsync.platform.audit.FindingKind;

/** In which way view and topic disagree. */
enum Kind implements FindingKind {
  VIEW_MISSING("the topic has the farm, the view does not"),
  VIEW_FOREIGN("the view has the farm, the topic does not"),
  VIEW_OLDER("the view has an older version than the topic"),
  VIEW_NEWER("the view has a newer version than the topic"),
  VIEW_DIFFERS("view and topic have different states under this version"),
  UNREADABLE("the topic has a record that is not a farm's state");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  @Override
  public String words() {
    return words;
  }
}
