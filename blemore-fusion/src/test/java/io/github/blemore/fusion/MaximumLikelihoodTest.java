package io.github.blemore.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Vote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MaximumLikelihoodTest {

  private static final int STEPS = 50;

  /** With missing votes there may be several maxima: how far the one found may be off the best. */
  private static final double SEVERAL_MAXIMA = 2e-3;

  @ParameterizedTest
  @EnumSource
  void reachesTheBestOfAGrid(Pooling pooling) {
    for (int seed = 0; seed < 10; seed++) {
      for (int encoders = 2; encoders <= 3; encoders++) {
        for (double missing : new double[] {0, 0.3}) {
          List<LabeledVotes.Clip> clips = RandomVotes.clips(seed, encoders, 40, missing);
          double best = Double.NEGATIVE_INFINITY;
          for (double[] weights : grid(encoders)) {
            best = Math.max(best, slow(clips, weights, pooling));
          }

          double found = slow(clips, found(clips, encoders, pooling), pooling);

          assertThat(found)
              .as("seed %d, %d encoders, missing %s", seed, encoders, missing)
              .isGreaterThan(best - (missing > 0 ? SEVERAL_MAXIMA : 1e-6))
              .isLessThan(best + 0.01);
        }
      }
    }
  }

  private static double[] found(List<LabeledVotes.Clip> clips, int encoders, Pooling pooling) {
    LabeledVotes votes = LabeledVotes.of(ids(encoders), clips);
    return WeightSearch.likelihood(pooling).search(votes).weights().values().stream()
        .mapToDouble(weight -> weight)
        .toArray();
  }

  private static List<String> ids(int encoders) {
    return List.of("e0", "e1", "e2", "e3", "e4").subList(0, encoders);
  }

  /** Weights in steps of a fiftieth; instead of zeros something tiny. */
  private static List<double[]> grid(int encoders) {
    List<double[]> grid = new ArrayList<>();
    for (int i = 0; i <= STEPS; i++) {
      for (int j = 0; j <= (encoders == 2 ? 0 : STEPS - i); j++) {
        double[] weights =
            encoders == 2 ? new double[] {i, STEPS - i} : new double[] {i, j, STEPS - i - j};
        grid.add(Arrays.stream(weights).map(w -> Math.max(w / STEPS, 1e-12)).toArray());
      }
    }
    return grid;
  }

  /** The mean log likelihood, clip by clip as its definition has it. */
  private static double slow(List<LabeledVotes.Clip> clips, double[] weights, Pooling pooling) {
    double sum = 0;
    int voted = 0;
    for (LabeledVotes.Clip clip : clips) {
      double[] fused = new double[Emotion.COUNT];
      double present = 0;
      for (int e = 0; e < weights.length; e++) {
        Vote vote = clip.votes().get(e);
        if (vote.distribution().isPresent()) {
          present += weights[e];
          double[] p = vote.distribution().orElseThrow().toArray();
          for (int c = 0; c < fused.length; c++) {
            double floored = Math.max(p[c], 1e-8);
            fused[c] += weights[e] * (pooling == Pooling.ARITHMETIC ? floored : Math.log(floored));
          }
        }
      }
      if (present > 0) {
        voted++;
        double total = present;
        double[] q =
            Arrays.stream(fused)
                .map(f -> pooling == Pooling.ARITHMETIC ? f / total : Math.exp(f / total))
                .toArray();
        double scale = pooling == Pooling.ARITHMETIC ? 1 : Arrays.stream(q).sum();
        for (Blend.Part part : clip.truth().parts()) {
          sum += part.salience() / 100.0 * Math.log(q[part.emotion().index()] / scale);
        }
      }
    }
    return sum / voted;
  }

  @ParameterizedTest
  @EnumSource
  void valueAndGradientAreThoseOfTheDefinition(Pooling pooling) {
    for (int seed = 0; seed < 10; seed++) {
      List<LabeledVotes.Clip> clips = answerable(RandomVotes.clips(seed, 4, 30, 0.3));
      double[] weights = new Random(seed).doubles(4, 0.1, 1).toArray();
      SoftLabelLikelihood likelihood =
          new MaximumLikelihood(pooling).likelihood(LabeledVotes.of(ids(4), clips));

      double[] gradient = likelihood.relativeGradient(weights);

      assertThat(likelihood.value(weights)).isCloseTo(slow(clips, weights, pooling), within(1e-12));
      for (int e = 0; e < weights.length; e++) {
        double[] more = weights.clone();
        double[] less = weights.clone();
        more[e] += 1e-5;
        less[e] -= 1e-5;
        double slope = (slow(clips, more, pooling) - slow(clips, less, pooling)) / 2e-5;
        assertThat(gradient[e])
            .as("seed %d, encoder %d", seed, e)
            .isCloseTo(slope / meanInverseTotal(clips, weights, e), within(1e-6));
      }
    }
  }

  private static double meanInverseTotal(
      List<LabeledVotes.Clip> clips, double[] weights, int encoder) {
    double sum = 0;
    for (LabeledVotes.Clip clip : clips) {
      if (clip.votes().get(encoder).distribution().isPresent()) {
        double total = 0;
        for (int e = 0; e < weights.length; e++) {
          total += clip.votes().get(e).distribution().isPresent() ? weights[e] : 0;
        }
        sum += 1 / total;
      }
    }
    return sum / clips.size();
  }

  private static List<LabeledVotes.Clip> answerable(List<LabeledVotes.Clip> clips) {
    return clips.stream()
        .filter(clip -> clip.votes().stream().anyMatch(v -> v.distribution().isPresent()))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void noStepLowersTheLikelihood(Pooling pooling) {
    for (int seed = 0; seed < 20; seed++) {
      List<LabeledVotes.Clip> clips = answerable(RandomVotes.clips(seed, 5, 40, seed % 2 * 0.4));
      SoftLabelLikelihood likelihood =
          new MaximumLikelihood(pooling).likelihood(LabeledVotes.of(ids(5), clips));
      double[] weights = new Random(seed).doubles(5, 0.01, 1).toArray();
      double first = likelihood.value(weights);
      double value = first;
      for (int step = 0; step < 100; step++) {
        weights = likelihood.raise(weights, likelihood.relativeGradient(weights));
        double next = likelihood.value(weights);
        assertThat(next).as("seed %d, step %d", seed, step).isGreaterThan(value - 1e-14);
        value = next;
      }
      assertThat(value).isGreaterThan(first + 1e-3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEncoderAloneOnSomeClipsIsHeardThere(Pooling pooling) {
    EmotionDistribution right = EmotionDistribution.of(0.9, 0.02, 0.02, 0.02, 0.02, 0.02);
    EmotionDistribution wrong = EmotionDistribution.of(0.02, 0.02, 0.02, 0.02, 0.02, 0.9);
    Blend anger = Blend.single(Emotion.ANGER);
    List<LabeledVotes.Clip> clips = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clips.add(
          new LabeledVotes.Clip(
              "both" + i, "p", anger, List.of(Vote.cast("e0", right), Vote.cast("e1", wrong))));
    }
    clips.add(
        new LabeledVotes.Clip(
            "alone", "p", anger, List.of(Vote.missing("e0", "no face"), Vote.cast("e1", wrong))));
    LabeledVotes votes = LabeledVotes.of(ids(2), clips);

    WeightedFusion found = WeightSearch.likelihood(pooling).search(votes);

    assertThat(found.weights().get("e1")).isPositive().isLessThan(1e-4);
    assertThat(votes.fuse(found).answered()).hasSize(21);
  }

  @ParameterizedTest
  @EnumSource
  void encodersThatAreAlwaysAloneWeighTheSame(Pooling pooling) {
    EmotionDistribution some = EmotionDistribution.of(0.9, 0.02, 0.02, 0.02, 0.02, 0.02);
    Blend anger = Blend.single(Emotion.ANGER);
    Vote first = Vote.cast("e0", some);
    Vote second = Vote.cast("e1", some);
    LabeledVotes.Clip one =
        new LabeledVotes.Clip("1", "p", anger, List.of(first, Vote.missing("e1", "no sound")));
    LabeledVotes.Clip other =
        new LabeledVotes.Clip("2", "p", anger, List.of(Vote.missing("e0", "no face"), second));

    assertThat(
            WeightSearch.likelihood(pooling).search(LabeledVotes.of(ids(2), List.of(one, other))))
        .isEqualTo(WeightedFusion.equal(ids(2)).withPooling(pooling));
  }

  @ParameterizedTest
  @EnumSource
  void anEncoderThatIsAlwaysAloneDoesNotDisturbTheOthers(Pooling pooling) {
    List<LabeledVotes.Clip> clips = new ArrayList<>();
    for (LabeledVotes.Clip clip : RandomVotes.clips(3, 2, 30, 0)) {
      clips.add(withThird(clip, Vote.missing("e2", "no sound")));
    }
    LabeledVotes without = LabeledVotes.of(ids(3), clips).without("e2");
    EmotionDistribution some = EmotionDistribution.of(0.9, 0.02, 0.02, 0.02, 0.02, 0.02);
    clips.add(
        new LabeledVotes.Clip(
            "alone",
            "p",
            Blend.single(Emotion.ANGER),
            List.of(
                Vote.missing("e0", "no face"),
                Vote.missing("e1", "no face"),
                Vote.cast("e2", some))));

    WeightedFusion found = WeightSearch.likelihood(pooling).search(LabeledVotes.of(ids(3), clips));
    WeightedFusion wanted = WeightSearch.likelihood(pooling).search(without);

    assertThat(found.weights().get("e2")).isPositive();
    assertThat(found.share(Set.of("e0")) / found.share(Set.of("e1")))
        .isCloseTo(wanted.share(Set.of("e0")) / wanted.share(Set.of("e1")), within(1e-3));
  }

  private static LabeledVotes.Clip withThird(LabeledVotes.Clip clip, Vote third) {
    List<Vote> votes = new ArrayList<>(clip.votes());
    votes.add(third);
    return new LabeledVotes.Clip(clip.id(), clip.person(), clip.truth(), votes);
  }
}
