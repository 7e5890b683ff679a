package io.farmsync.ndvi.scene;

/**
 * How the stored numbers of one scene become surface reflectance: {@code number * scale + offset},
 * dimensionless.
 *
 * <p>From processing baseline 04.00 on, ESA stores reflectance plus 0.1. Archives differ in whether
 * they pass that on, take it off, or declare an offset that they have already taken off, so the
 * decision is kept with the numbers it led to.
 */
public record Reflectance(double scale, double offset, Decision decision) {
  private static final double SENTINEL_SCALE = 0.0001;
  private static final double SENTINEL_OFFSET = -0.1;

  /** Below sensor noise and over-corrected shadow: land and water do not reflect this little. */
  private static final double IMPOSSIBLE = -0.03;

  private static final double TOLERATED_SHARE = 0.25;

  /** What the offset was decided by. The names go out with every observation. */
  public enum Decision {
    /** The asset declares scale and offset, and nothing speaks against them. */
    DECLARED,
    /**
     * An offset is due by declaration or baseline, but the item says that the archive has applied
     * it.
     */
    ALREADY_APPLIED,
    /** Nothing is declared; the processing baseline is 04.00 or later. */
    BASELINE_WITH_OFFSET,
    /** Nothing is declared; the processing baseline is older than 04.00 or unknown. */
    BASELINE_WITHOUT_OFFSET,
    /**
     * Applying the offset gave impossible reflectances, so the archive must have applied it: left
     * out.
     */
    IMPLAUSIBLE_OFFSET_LEFT_OUT
  }

  /** What the catalogue says, in the order of trust: applied already, declared, by baseline. */
  public static Reflectance of(Scene scene, Asset asset) {
    double scale = asset.scale().orElse(SENTINEL_SCALE);
    if (scene.offsetApplied().orElse(false)) {
      return new Reflectance(scale, 0, Decision.ALREADY_APPLIED);
    }
    if (asset.offset().isPresent() || asset.scale().isPresent()) {
      return new Reflectance(scale, asset.offset().orElse(0), Decision.DECLARED);
    }
    return scene.baseline().orElse("").compareTo("04.00") >= 0
        ? new Reflectance(scale, SENTINEL_OFFSET, Decision.BASELINE_WITH_OFFSET)
        : new Reflectance(scale, 0, Decision.BASELINE_WITHOUT_OFFSET);
  }

  /** Reflectance of a stored number; NaN stays NaN. */
  public double of(float number) {
    return number * scale + offset;
  }

  /**
   * Whether these numbers can be reflectance under this decision: at most a quarter of them may
   * fall under -0.03. The opposite mistake, an offset said to be applied that was not, cannot be
   * told from bright soil and passes.
   */
  public boolean isPlausibleFor(Pixels pixels) {
    return offset >= 0 || pixels.shareBelow((IMPOSSIBLE - offset) / scale) <= TOLERATED_SHARE;
  }

  /** What holds for every band of a scene in which one band was found implausible. */
  public Reflectance withoutOffset() {
    return new Reflectance(scale, 0, Decision.IMPLAUSIBLE_OFFSET_LEFT_OUT);
  }
}
