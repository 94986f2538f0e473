package io.github.blemore.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.EmotionDistribution;
import io.github.blemore.Fused;
import io.github.blemore.LateFusion;
import io.github.blemore.Vote;
import io.github.blemore.contract.LateFusionContract;
import io.github.blemore.head.Standardizer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatedFusionTest extends LateFusionContract {

  private static final float[] A = {0.3f, 2, -1};
  private static final float[] B = {1, 0.1f};
  private static final float[] C = {-2, 0.4f, 3, 1};

  private static GatedFusion fusion(int best) {
    return MadeUp.fusion(best, Map.of("a", 3, "b", 2, "c", 4));
  }

  private static List<Vote> votes() {
    return List.of(MadeUp.vote("a", A), MadeUp.vote("b", B), MadeUp.vote("c", C));
  }

  private static double weight(Map<String, Double> weights, Vote vote) {
    return weights.getOrDefault(vote.encoderId(), 0.0);
  }

  @Override
  protected LateFusion create() {
    return MadeUp.fusion(4, Map.of("a", 2, "b", 2, "c", 2));
  }

  @Override
  protected boolean fusesDistributions() {
    return false;
  }

  @Test
  void onlyTheBestHaveWeight() {
    Map<String, Double> all = fusion(3).fuse(votes()).weights();
    Map<String, Double> two = fusion(2).fuse(votes()).weights();
    Map<String, Double> one = fusion(1).fuse(votes()).weights();

    List<String> byWeight =
        all.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .toList();
    double rest = all.getOrDefault(byWeight.get(0), 0.0) + all.getOrDefault(byWeight.get(1), 0.0);
    assertThat(all.values()).allMatch(weight -> weight > 0);
    assertThat(two.get(byWeight.get(0)))
        .isCloseTo(all.getOrDefault(byWeight.get(0), 0.0) / rest, within(1e-12));
    assertThat(two.get(byWeight.get(2))).isZero();
    assertThat(one.get(byWeight.get(0))).isEqualTo(1);
  }

  @Test
  void anEncoderThatIsNotAmongTheBestChangesNothing() {
    Map<String, Double> weights = fusion(2).fuse(votes()).weights();
    List<Vote> without =
        votes().stream()
            .map(
                vote ->
                    weight(weights, vote) > 0 ? vote : Vote.missing(vote.encoderId(), "left out"))
            .toList();

    assertThat(fusion(2).fuse(without)).isEqualTo(fusion(2).fuse(votes()));
  }

  @Test
  void aMissingEncoderGivesItsPlaceToAnother() {
    Map<String, Double> weights = fusion(2).fuse(votes()).weights();
    List<Vote> others =
        votes().stream()
            .map(
                vote ->
                    weight(weights, vote) == 0
                        ? vote
                        : weight(weights, vote) < 0.5
                            ? Vote.missing(vote.encoderId(), "no face")
                            : vote)
            .toList();
    Map<String, Double> instead = fusion(2).fuse(others).weights();

    for (Vote vote : others) {
      assertThat(weight(instead, vote) > 0).isEqualTo(vote.missingReason().isEmpty());
    }
  }

  @Test
  void anEncoderNotAmongTheVotesIsMissing() {
    Fused named =
        fusion(3)
            .fuse(List.of(MadeUp.vote("a", A), MadeUp.vote("b", B), Vote.missing("c", "no sound")));
    Fused left = fusion(3).fuse(List.of(MadeUp.vote("a", A), MadeUp.vote("b", B)));

    assertThat(left.distribution()).isEqualTo(named.distribution());
    assertThat(left.weights()).containsOnlyKeys("a", "b");
  }

  @Test
  void windowsAreAveragedOnceStandardized() {
    float[] first = {1, 4, -3};
    float[] second = {-1, 2, 5};
    float[] mean = {0, 3, 1};

    Fused windows = fusion(3).fuse(List.of(MadeUp.vote("a", first, second), MadeUp.vote("b", B)));
    Fused one = fusion(3).fuse(List.of(MadeUp.vote("a", mean), MadeUp.vote("b", B)));

    assertThat(windows.distribution().toArray())
        .containsExactly(one.distribution().toArray(), within(1e-6));
    assertThat(windows.weights().get("a"))
        .isCloseTo(one.weights().getOrDefault("a", 0.0), within(1e-6));
  }

  @Test
  void theDistributionsOfVotesPlayNoPart() {
    EmotionDistribution angry = EmotionDistribution.of(1, 0, 0, 0, 0, 0);
    List<Vote> changed =
        votes().stream().map(vote -> Vote.cast(vote.embedding().orElseThrow(), angry)).toList();

    assertThat(fusion(3).fuse(changed)).isEqualTo(fusion(3).fuse(votes()));
  }

  @Test
  void headsAreJoinedByTheirProbabilities() {
    double[] presence = {2, -1, 0, 0.5, -3, 1};
    double[] salience = {0.1, 2, -1, 0, 0.3, -0.2};
    GateNetwork.Output output = new GateNetwork.Output(new double[] {1}, presence, salience);
    double[] products = new double[6];
    double sum = 0;
    double saliences = 0;
    for (double logit : salience) {
      saliences += Math.exp(logit);
    }
    for (int i = 0; i < products.length; i++) {
      double present = 1 / (1 + Math.exp(-presence[i]));
      double share = Math.exp(salience[i]) / saliences;
      products[i] = Math.pow(present, 0.3) * Math.pow(share, 0.7);
      sum += products[i];
    }
    for (int i = 0; i < products.length; i++) {
      products[i] /= sum;
    }

    assertThat(output.joined(0.3).toArray()).containsExactly(products, within(1e-12));
    assertThat(output.joined(0)).isEqualTo(EmotionDistribution.ofLogits(salience));
  }

  @Test
  void logitsFarOutAreStillProbabilities() {
    double[] far = {800, -800, 0, 0, 0, 0};
    GateNetwork.Output output = new GateNetwork.Output(new double[] {1}, far, far);

    assertThat(output.joined(0.5).toArray()[0]).isCloseTo(1, within(1e-9));
  }

  @Test
  void aVoteWithoutEmbeddingIsRefused() {
    List<Vote> votes = List.of(Vote.cast("a", EmotionDistribution.of(1, 0, 0, 0, 0, 0)));

    assertThatThrownBy(() -> fusion(3).fuse(votes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("vote of a has no embedding", "Vote.cast(embedding", "WeightedF");
  }

  @Test
  void anEmbeddingThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> fusion(3).fuse(List.of(MadeUp.vote("a", B))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("embedding of a has 2 values", "trained with 3");
    GatedFusion narrow =
        new GatedFusion(
            fusion(3).weights(),
            Collections.nCopies(3, Standardizer.of(new double[3], new double[] {1, 1e-9, 1})),
            fusion(3).provenance());
    assertThatThrownBy(() -> narrow.fuse(List.of(MadeUp.vote("a", new float[] {1, 1e38f, 1}))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("feature 1 of a is Infinity", "far outside");
  }

  @Test
  void saysWhatItIs() {
    assertThat(fusion(2))
        .hasToString("gated fusion of [a, b, c], best 2, epoch 37 of 60, validation score 0.258");
    assertThat(fusion(2).encoderIds()).containsExactly("a", "b", "c");
  }
}
