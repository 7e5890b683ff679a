package io.farmsync.sync.farm;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The readable name of a farm in addresses; decoration, unique within a tenant. */
public final class Slug {

  public static final int MAX_LENGTH = 120;

  private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7F]");
  private static final Pattern DROPPED = Pattern.compile("[^a-z0-9_\\s-]");
  private static final Pattern SEPARATOR = Pattern.compile("[\\s-]+");
  private static final Pattern EDGES = Pattern.compile("^[-_]+|[-_]+$");

  private Slug() {}

  /** Folded to ASCII, lower-case, hyphens between words; {@code farm} if nothing is left. */
  public static String of(String name) {
    String ascii =
        NOT_ASCII.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    String words = DROPPED.matcher(ascii.toLowerCase(Locale.ROOT)).replaceAll("");
    String slug = trim(SEPARATOR.matcher(words).replaceAll("-"));
    return slug.isEmpty() ? "farm" : cut(slug, MAX_LENGTH);
  }

  /** The slug with a suffix that tells it from its namesakes, still within the length. */
  public static String with(String slug, String suffix) {
    return cut(slug, MAX_LENGTH - suffix.length() - 1) + "-" + suffix;
  }

  private static String cut(String slug, int length) {
    return slug.length() <= length ? slug : trim(slug.substring(0, length));
  }

  private static String trim(String slug) {
    return EDGES.matcher(slug).replaceAll("");
  }
}
