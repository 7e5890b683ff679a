package io.farmsync.ndvi.zonal;

/** What sen2cor's scene classification says a pixel shows, with the code that is stored. */
public enum SceneClass {
  NO_DATA(0),
  SATURATED(1),
  DARK(2),
  CLOUD_SHADOW(3),
  VEGETATION(4),
  BARE(5),
  WATER(6),
  UNCLASSIFIED(7),
  CLOUD_MEDIUM(8),
  CLOUD_HIGH(9),
  CIRRUS(10),
  SNOW(11);

  /** Codes are 0 to one less than this. */
  static final int CODES = 12;

  private final int code;

  SceneClass(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The code itself, or that of no data where no class has it. */
  static int known(int code) {
    return code >= 0 && code < CODES ? code : NO_DATA.code;
  }
}
