package io.farmsync.query.ndvi;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One value for a day of which several engines have one (HTTP contract, 13.4). With one engine its
 * value stands; a further engine gives its candidates here.
 */
public final class Fusion {

  private static final double DISAGREEMENT = 0.10;
  private static final double CERTAIN = 0.75;
  private static final List<String> ORDER =
      List.of("sentinel-2", "sentinelhub", "stac", "landsat", "modis");

  private Fusion() {}

  /** A value that its engine took, with its own confidence. */
  public record Candidate(String source, double value, double confidence) {
    /** What remains of it besides other sources. */
    Candidate degraded() {
      double factor =
          switch (source) {
            case "landsat" -> 0.90;
            case "modis" -> 0.80;
            default -> 1.00;
          };
      return new Candidate(source, value, confidence * factor);
    }

    boolean isSentinel2() {
      return Confidence.isSentinel2(source);
    }

    int place() {
      int place = ORDER.indexOf(source);
      return place < 0 ? ORDER.size() : place;
    }
  }

  /** What came of it. */
  public sealed interface Outcome {
    /** No engine has a value. */
    record Nothing() implements Outcome {}

    /** The two best differ, and neither is certain. */
    record Disagreement(Candidate one, Candidate other) implements Outcome {}

    /**
     * The one that stands.
     *
     * @param fallback it is not of Sentinel-2
     */
    record Chosen(Candidate candidate, boolean fallback) implements Outcome {}
  }

  /**
   * Chooses.
   *
   * @param candidates of one farm, index and day; engines without a value give none
   */
  public static Outcome choose(List<Candidate> candidates) {
    List<Candidate> best =
        candidates.stream()
            .map(Candidate::degraded)
            .sorted(
                Comparator.comparingDouble(Candidate::confidence)
                    .reversed()
                    .thenComparingInt(Candidate::place))
            .toList();
    if (best.isEmpty()) {
      return new Outcome.Nothing();
    }
    if (best.size() > 1 && disagree(best.get(0), best.get(1))) {
      return new Outcome.Disagreement(best.get(0), best.get(1));
    }
    Candidate chosen =
        first(best, Candidate::isSentinel2, CERTAIN)
            .or(() -> first(best, one -> one.source().equals("landsat"), 0.70))
            .or(() -> first(best, one -> one.source().equals("modis"), 0.60))
            .orElse(best.getFirst());
    return new Outcome.Chosen(chosen, !chosen.isSentinel2());
  }

  private static boolean disagree(Candidate one, Candidate other) {
    return Math.abs(one.value() - other.value()) >= DISAGREEMENT
        && one.confidence() < CERTAIN
        && other.confidence() < CERTAIN;
  }

  private static Optional<Candidate> first(
      List<Candidate> best, java.util.function.Predicate<Candidate> which, double least) {
    return best.stream().filter(which).filter(one -> one.confidence() >= least).findFirst();
  }
}
