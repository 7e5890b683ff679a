package io.farmsync.query.freshness;

/** The views do not have the version that was asked for; the same read works later. */
public final class VersionNotYet extends RuntimeException {

  public VersionNotYet(long version) {
    super("version " + version + " is not there yet", null, false, false);
  }
}
