package io.farmsync.sync.client;

/** What a signature is worth. */
public sealed interface Verdict {

  /** The client signed this very request, for the first time. */
  record Verified(IntegrationClient client) implements Verdict {}

  record Failed(Failure why) implements Verdict {}
}
