package io.farmsync.query.instances.http;

import io.farmsync.query.instances.Question;
import java.util.List;

/** The body of a question to another instance. */
record AskedStores(String store, boolean isCopyEnough, List<Question> questions) {

  static final String PATH = "/internal/stores";
  static final String VERSIONS = "/internal/versions";

  /** Carries what instances show each other. */
  static final String SECRET = "X-Instance-Secret";

  /** Twelve partitions, or a page of a hundred keys. */
  static final int MOST_QUESTIONS = 200;
}
