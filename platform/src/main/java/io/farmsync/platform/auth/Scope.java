package io.farmsync.platform.auth;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a caller may do; each one includes those before it. */
public enum Scope {
  READ,
  WRITE,
  ADMIN;

  /**
   * The scopes named in a text, separated by spaces or commas.
   *
   * @throws IllegalArgumentException if a word is no scope
   */
  public static Set<Scope> parse(String text) {
    var scopes = EnumSet.noneOf(Scope.class);
    for (String word : text.strip().split("[ ,]+", -1)) {
      if (!word.isEmpty()) {
        scopes.add(Scope.valueOf(word.toUpperCase(Locale.ROOT)));
      }
    }
    return scopes;
  }

  /** True if one of the scopes held includes this one. */
  public boolean isIncludedIn(Set<Scope> held) {
    for (Scope scope : held) {
      if (scope.compareTo(this) >= 0) {
        return true;
      }
    }
    return false;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
