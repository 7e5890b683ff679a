package io.farmsync.query.ndvi;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.ndvi.Fusion.Candidate;
import io.farmsync.query.ndvi.Fusion.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class FusionTest {

  @Test
  void oneEnginesValueStands() {
    var only = new Candidate("stac", 0.6, 0.49);
    assertThat(Fusion.choose(List.of(only))).isEqualTo(new Outcome.Chosen(only, false));
    assertThat(Fusion.choose(List.of())).isEqualTo(new Outcome.Nothing());
  }

  @Test
  void ofTwoGoodSentinelCandidatesTheBetterOneBeatsLandsat() {
    var better = new Candidate("sentinel-2", 0.61, 0.90);
    assertThat(
            Fusion.choose(
                List.of(
                    new Candidate("landsat", 0.60, 0.99),
                    new Candidate("stac", 0.60, 0.80),
                    better)))
        .isEqualTo(new Outcome.Chosen(better, false));
  }

  @Test
  void disagreementIsBetweenTheTwoBestInWhateverOrderTheyCome() {
    var best = new Candidate("stac", 0.60, 0.74);
    var second = new Candidate("landsat", 0.45, 0.80);
    var worst = new Candidate("modis", 0.60, 0.10);
    var disagreement = new Outcome.Disagreement(best, second.degraded());
    assertThat(Fusion.choose(List.of(worst, second, best))).isEqualTo(disagreement);
    assertThat(Fusion.choose(List.of(best, worst, second))).isEqualTo(disagreement);
  }

  @Test
  void landsatStandsInWhereSentinelIsUncertain() {
    assertThat(
            Fusion.choose(
                List.of(new Candidate("stac", 0.60, 0.70), new Candidate("landsat", 0.62, 0.80))))
        .isInstanceOfSatisfying(
            Outcome.Chosen.class,
            chosen -> {
              assertThat(chosen.candidate().source()).isEqualTo("landsat");
              assertThat(chosen.fallback()).isTrue();
            });
  }

  @Test
  void whereNobodyIsCertainTheMostConfidentStandsThenTheFirstInOrder() {
    assertThat(source(new Candidate("modis", 0.6, 0.60), new Candidate("stac", 0.61, 0.55)))
        .isEqualTo("stac");
    assertThat(source(new Candidate("stac", 0.6, 0.55), new Candidate("sentinel-2", 0.61, 0.55)))
        .isEqualTo("sentinel-2");
  }

  private static String source(Candidate... candidates) {
    return Fusion.choose(List.of(candidates)) instanceof Outcome.Chosen chosen
        ? chosen.candidate().source()
        : "none";
  }
}
