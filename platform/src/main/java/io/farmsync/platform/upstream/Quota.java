package io.farmsync.platform.upstream;

/** What we allow ourselves to ask, beyond what the upstream would bear. */
@FunctionalInterface
public interface Quota {
  Quota NONE = _ -> {};

  /**
   * Returns when the attempt may go out; called before each, with the host's turn not yet taken.
   *
   * @throws UpstreamFailure of kind {@code LEFT_ALONE} if that is too far away
   */
  void take(Ask ask) throws InterruptedException;
}
