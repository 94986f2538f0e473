package io.github.blemore.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Vote;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GreedySelectionTest {

  private static final int ROUNDS = 6;

  @Test
  void addsWhatASlowSelectionAdds() {
    for (int seed = 0; seed < 12; seed++) {
      LabeledVotes votes = RandomVotes.seeded(seed, 4, 50, 0.2);
      for (Pooling pooling : Pooling.values()) {
        for (int start : new int[] {1, 3, 9}) {
          assertThat(
                  WeightSearch.greedy(pooling).withRounds(ROUNDS).startingWith(start).search(votes))
              .as("seed %d, %s, start %d", seed, pooling, start)
              .isEqualTo(fusion(slow(votes, pooling, start), votes, pooling));
        }
      }
    }
  }

  /** The best list of encoders seen. */
  private static List<String> slow(LabeledVotes votes, Pooling pooling, int start) {
    List<String> byScore = new ArrayList<>(votes.encoderIds());
    byScore.sort(
        (a, b) ->
            isBetter(List.of(a), List.of(b), votes, pooling)
                ? -1
                : isBetter(List.of(b), List.of(a), votes, pooling) ? 1 : 0);
    List<String> best = List.of(byScore.get(0));
    List<String> ensemble = byScore.subList(0, Math.min(start, byScore.size()));
    best = isBetter(ensemble, best, votes, pooling) ? ensemble : best;
    for (int round = 0; round < ROUNDS; round++) {
      List<String> next = with(ensemble, votes.encoderIds().get(0));
      for (String encoder : votes.encoderIds()) {
        next =
            isBetter(with(ensemble, encoder), next, votes, pooling)
                ? with(ensemble, encoder)
                : next;
      }
      ensemble = next;
      best = isBetter(ensemble, best, votes, pooling) ? ensemble : best;
    }
    return best;
  }

  private static List<String> with(List<String> ensemble, String encoder) {
    List<String> more = new ArrayList<>(ensemble);
    more.add(encoder);
    return more;
  }

  private static WeightedFusion fusion(List<String> ensemble, LabeledVotes votes, Pooling pooling) {
    Map<String, Double> counts = new HashMap<>();
    votes.encoderIds().forEach(id -> counts.put(id, 0.0));
    ensemble.forEach(id -> counts.merge(id, 1.0, Double::sum));
    return WeightedFusion.of(counts).withPooling(pooling);
  }

  private static boolean isBetter(
      List<String> one, List<String> other, LabeledVotes votes, Pooling pooling) {
    FusedVotes first = votes.fuse(fusion(one, votes, pooling));
    FusedVotes second = votes.fuse(fusion(other, votes, pooling));
    double byScore = score(first) - score(second);
    return byScore > 0 || (byScore == 0 && crossEntropy(first) < crossEntropy(second));
  }

  private static double score(FusedVotes fused) {
    return fused.scores(fused.thresholds(ThresholdSearch.exact()).rule()).score();
  }

  private static double crossEntropy(FusedVotes fused) {
    double sum = (fused.votes().clips() - fused.answered().length) * Math.log(6);
    for (int i = 0; i < fused.answered().length; i++) {
      for (Blend.Part part : fused.truth().get(i).parts()) {
        double p = fused.probabilities().row(i)[part.emotion().index()];
        sum -= part.salience() / 100.0 * Math.log(Math.max(p, 1e-8));
      }
    }
    return sum / fused.votes().clips();
  }

  @Test
  void isNeverWorseThanTheBestEncoder() {
    int better = 0;
    for (int seed = 0; seed < 20; seed++) {
      LabeledVotes votes = RandomVotes.seeded(seed, 5, 60, 0.1);
      for (Pooling pooling : Pooling.values()) {
        double best = 0;
        for (String encoder : votes.encoderIds()) {
          best = Math.max(best, score(votes.fuse(fusion(List.of(encoder), votes, pooling))));
        }

        WeightedFusion found =
            WeightSearch.greedy(pooling).withRounds(5).startingWith(5).search(votes);

        assertThat(score(votes.fuse(found))).as("seed %d", seed).isGreaterThanOrEqualTo(best);
        better += score(votes.fuse(found)) > best ? 1 : 0;
      }
    }
    assertThat(better).isGreaterThan(20);
  }

  @Test
  void addsTheEncoderThatKnowsWhatTheOtherDoesNot() {
    EmotionDistribution anger = EmotionDistribution.of(0.8, 0.04, 0.04, 0.04, 0.04, 0.04);
    EmotionDistribution sadness = EmotionDistribution.of(0.04, 0.04, 0.04, 0.04, 0.8, 0.04);
    EmotionDistribution unsure = EmotionDistribution.of(0.1, 0.2, 0.2, 0.2, 0.1, 0.2);
    LabeledVotes votes =
        LabeledVotes.of(
            List.of("angry", "sad", "unsure"),
            List.of(
                clip("1", Emotion.ANGER, anger, unsure, unsure),
                clip("2", Emotion.ANGER, anger, unsure, unsure),
                clip("3", Emotion.SADNESS, unsure, sadness, unsure)));

    Map<String, Double> found =
        WeightSearch.greedy(Pooling.ARITHMETIC).withRounds(1).search(votes).weights();

    assertThat(found).isEqualTo(Map.of("angry", 0.5, "sad", 0.5, "unsure", 0.0));
  }

  private static LabeledVotes.Clip clip(
      String id,
      Emotion shown,
      EmotionDistribution angry,
      EmotionDistribution sad,
      EmotionDistribution unsure) {
    return new LabeledVotes.Clip(
        id,
        "p",
        Blend.single(shown),
        List.of(Vote.cast("angry", angry), Vote.cast("sad", sad), Vote.cast("unsure", unsure)));
  }

  @Test
  void ofEqualEncodersItTakesTheFirst() {
    EmotionDistribution anger = EmotionDistribution.of(0.8, 0.04, 0.04, 0.04, 0.04, 0.04);
    LabeledVotes votes =
        LabeledVotes.of(
            List.of("angry", "sad", "unsure"),
            List.of(clip("1", Emotion.ANGER, anger, anger, anger)));

    assertThat(WeightSearch.greedy(Pooling.ARITHMETIC).withRounds(1).search(votes).weights())
        .isEqualTo(Map.of("angry", 1.0, "sad", 0.0, "unsure", 0.0));
  }

  @Test
  void lessThanOneIsRefused() {
    assertThatThrownBy(() -> WeightSearch.greedy(Pooling.ARITHMETIC).withRounds(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 rounds: must be at least 1");
    assertThatThrownBy(() -> WeightSearch.greedy(Pooling.ARITHMETIC).startingWith(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("-1 encoders to start with: must be at least 1");
  }
}
