package io.farmsync.ndvi.scene.stac;

import java.net.URI;
import java.util.List;

/**
 * Which catalogue is asked, and for what.
 *
 * @param apiUrl the API's root, with or without trailing slash
 * @param collections searched together
 * @param pageSize items per page; Earth Search fails above 267, so at most 100
 * @param mostItems of one search; more is refused, never cut off
 * @param mostPageBytes bound on one page's body
 */
public record StacSettings(
    URI apiUrl, List<String> collections, int pageSize, int mostItems, int mostPageBytes) {
  public StacSettings {
    collections = List.copyOf(collections);
    if (collections.isEmpty()) {
      throw new IllegalArgumentException("collections: none (expected: at least one)");
    }
    if (pageSize < 1 || pageSize > 100) {
      throw new IllegalArgumentException("pageSize: " + pageSize + " (expected: 1 to 100)");
    }
  }

  URI searchUrl() {
    return URI.create(apiUrl.toString().replaceAll("/+$", "") + "/search");
  }
}
