package io.farmsync.weather.provider;

import java.net.URI;

/**
 * Base URLs as operators write them: with or without trailing slash, with or without the well-known
 * path.
 */
public final class BaseUrl {

  private BaseUrl() {}

  /**
   * The URL of a provider's service.
   *
   * @throws IllegalArgumentException if it is not http or https
   */
  public static URI resolve(URI base, String wellKnownPath) {
    var scheme = String.valueOf(base.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("base-url: " + base + " (expected: an http or https URL)");
    }
    var text = base.toString().replaceAll("/+$", "");
    return URI.create(text.endsWith(wellKnownPath) ? text : text + wellKnownPath);
  }
}
