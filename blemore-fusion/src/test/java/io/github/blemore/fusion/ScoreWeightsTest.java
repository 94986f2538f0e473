package io.github.blemore.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import io.github.blemore.Vote;
import io.github.blemore.metrics.Scores;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScoreWeightsTest {

  @Test
  void weighsByTheScoreOfEachAlone() {
    for (int seed = 0; seed < 10; seed++) {
      List<LabeledVotes.Clip> clips = RandomVotes.clips(seed, 3, 40, 0.2);
      for (ThresholdSearch thresholds : List.of(ThresholdSearch.exact(), ThresholdSearch.grid())) {
        Map<String, Double> scores = new TreeMap<>();
        for (int e = 0; e < 3; e++) {
          scores.put("e" + e, scoreAlone(clips, e, thresholds));
        }
        for (Pooling pooling : Pooling.values()) {
          assertThat(
                  WeightSearch.byScore(pooling)
                      .withThresholds(thresholds)
                      .search(LabeledVotes.of(List.of("e0", "e1", "e2"), clips)))
              .as("seed %d", seed)
              .isEqualTo(WeightedFusion.of(scores).withPooling(pooling));
        }
      }
    }
  }

  private static double scoreAlone(
      List<LabeledVotes.Clip> clips, int encoder, ThresholdSearch thresholds) {
    List<EmotionDistribution> votes = new ArrayList<>();
    List<Blend> truth = new ArrayList<>();
    for (LabeledVotes.Clip clip : clips) {
      Vote vote = clip.votes().get(encoder);
      if (vote.distribution().isPresent()) {
        votes.add(
            WeightedFusion.equal(List.of(vote.encoderId())).fuse(List.of(vote)).distribution());
        truth.add(clip.truth());
      }
    }
    ThresholdRule rule = thresholds.search(Probabilities.of(votes), truth).rule();
    return Scores.ofAnswers(
            clips.stream().map(LabeledVotes.Clip::truth).toList(),
            clips.stream()
                .map(clip -> clip.votes().get(encoder).distribution().map(rule::decide))
                .toList())
        .score();
  }

  @Test
  void weighsAllTheSameIfNoneEverIsRight() {
    Blend anger = Blend.single(Emotion.ANGER);
    EmotionDistribution neutral = Blend.single(Emotion.NEUTRAL).softLabel();
    LabeledVotes votes =
        LabeledVotes.of(
            List.of("a", "b"),
            List.of(
                new LabeledVotes.Clip(
                    "c", "p", anger, List.of(Vote.cast("a", neutral), Vote.cast("b", neutral)))));

    assertThat(WeightSearch.byScore(Pooling.ARITHMETIC).search(votes))
        .isEqualTo(WeightedFusion.equal(List.of("a", "b")));
    assertThat(votes.fuse(WeightedFusion.equal(List.of("a", "b"))).best(ThresholdSearch.exact()))
        .isEqualTo(new Scores(0, 0));
  }
}
