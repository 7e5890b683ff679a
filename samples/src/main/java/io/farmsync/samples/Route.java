package io.farmsync.samples;

/** A part of the sample upstreams that can be counted and made to fail on its own. */
public enum Route {
  /** Landing page, conformance, collections and single items of the catalogue. */
  STAC_CATALOG,
  /** {@code GET} and {@code POST /search} of the catalogue. */
  STAC_SEARCH,
  /** The raster files behind the assets. */
  FILES,
  /** Open-Meteo's forecast and archive. */
  OPEN_METEO,
  /** NASA POWER's daily values. */
  NASA_POWER,
  /** Any other path, answered 404. */
  UNKNOWN
}
