package io.farmsync.ndvi.scene;

/** A layer of a scene by the common name that catalogues share. */
public enum Band {
  GREEN("green", "B03"),
  RED("red", "B04"),
  NIR("nir", "B08"),
  SWIR16("swir16", "B11"),
  /** Scene classification: class codes of 0 to 11, not reflectance. */
  SCL("scl", "SCL");

  private final String commonName;
  private final String sentinelName;

  Band(String commonName, String sentinelName) {
    this.commonName = commonName;
    this.sentinelName = sentinelName;
  }

  public String commonName() {
    return commonName;
  }

  /** The band's name in Sentinel-2 products, such as {@code B04}. */
  public String sentinelName() {
    return sentinelName;
  }
}
