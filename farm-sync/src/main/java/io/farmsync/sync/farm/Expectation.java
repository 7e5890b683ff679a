package io.farmsync.sync.farm;

import java.util.Set;

/** What a client believes of the farm it changes; a command under a wrong belief is rejected. */
public sealed interface Expectation {

  boolean isMetBy(Farm farm);

  /** Whatever the farm is. */
  record None() implements Expectation {
    @Override
    public boolean isMetBy(Farm farm) {
      return true;
    }
  }

  /** The farm exists. */
  record Exists() implements Expectation {
    @Override
    public boolean isMetBy(Farm farm) {
      return farm instanceof Farm.Registered;
    }
  }

  /** The farm is at one of these versions. */
  record AtVersion(Set<Long> versions) implements Expectation {
    @Override
    public boolean isMetBy(Farm farm) {
      return farm instanceof Farm.Registered known && versions.contains(known.state().version());
    }
  }
}
