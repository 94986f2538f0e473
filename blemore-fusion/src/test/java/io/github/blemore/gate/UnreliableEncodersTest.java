package io.github.blemore.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Fused;
import io.github.blemore.LateFusion;
import io.github.blemore.Vote;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.head.SoftLabelKl;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.head.TrainingSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Two encoders of which in each clip one, drawn by lot, sees what is shown and the other sees what
 * another clip shows; that one has a mark in its last feature, as of a face that was not found.
 */
class UnreliableEncodersTest {

  private static final List<String> ENCODERS = List.of("a", "b");
  private static final int FEATURES = 13;

  /** Clips and which of the two encoders sees each. */
  private record Clips(List<TrainingSet> sets, List<Integer> seeing) {}

  private static Clips clips(long seed, int count) {
    Random random = new Random(seed);
    List<TrainingSet.Builder> sets = ENCODERS.stream().map(TrainingSet::builder).toList();
    List<Integer> seeing = new ArrayList<>();
    for (int clip = 0; clip < count; clip++) {
      Blend label = MadeUp.label(clip);
      seeing.add(random.nextInt(2));
      for (int e = 0; e < 2; e++) {
        boolean sees = seeing.get(clip) == e;
        Blend seen = sees ? label : MadeUp.label(random.nextInt(count));
        sets.get(e).add("clip-%d-%d".formatted(seed, clip), label, features(seen, sees, random));
      }
    }
    return new Clips(sets.stream().map(TrainingSet.Builder::build).toList(), seeing);
  }

  private static float[] features(Blend seen, boolean sees, Random random) {
    float[] features = new float[FEATURES];
    for (int i = 0; i < FEATURES - 1; i++) {
      Emotion emotion = Emotion.classOrder().get(i % Emotion.COUNT);
      features[i] = (float) (seen.salience(emotion) / 25.0 + random.nextGaussian() / 2);
    }
    features[FEATURES - 1] = (float) ((sees ? 0 : 1) + random.nextGaussian() / 5);
    return features;
  }

  @Test
  void theGateListensToTheEncoderThatSees() {
    Clips train = clips(1, 432);
    Clips held = clips(2, 216);
    GatedFusion gated =
        GateTraining.builder()
            .dimension(16)
            .learningRate(5e-3)
            .build()
            .fit(train.sets(), 40)
            .fusion();
    HeadTraining heads = HeadTraining.builder().hidden(32).learningRate(5e-3).build();
    List<SoftmaxHead> equal = train.sets().stream().map(set -> heads.fit(set, 40).head()).toList();

    double weight = 0;
    int more = 0;
    for (int clip = 0; clip < held.seeing().size(); clip++) {
      Fused fused = gated.fuse(votes(equal, held, clip));
      double seeing = fused.weights().getOrDefault(ENCODERS.get(held.seeing().get(clip)), 0.0);
      weight += seeing / held.seeing().size();
      more += seeing > 0.5 ? 1 : 0;
    }
    assertThat(weight).isGreaterThan(0.95);
    assertThat(more).isGreaterThan(held.seeing().size() * 95 / 100);
    assertThat(divergence(gated, equal, held))
        .isLessThan(0.5 * divergence(WeightedFusion.equal(ENCODERS), equal, held));
  }

  /** How far a fusion's distributions are from the labels, as the heads' loss. */
  private static double divergence(LateFusion fusion, List<SoftmaxHead> heads, Clips clips) {
    double sum = 0;
    for (int clip = 0; clip < clips.seeing().size(); clip++) {
      EmotionDistribution fused = fusion.fuse(votes(heads, clips, clip)).distribution();
      Blend label = clips.sets().get(0).labels().get(clip);
      sum += SoftLabelKl.ofProbabilities(fused.toArray(), label.softLabel().toArray());
    }
    return sum / clips.seeing().size();
  }

  private static List<Vote> votes(List<SoftmaxHead> heads, Clips clips, int clip) {
    List<Vote> votes = new ArrayList<>();
    for (int e = 0; e < heads.size(); e++) {
      Embedding embedding = clips.sets().get(e).embedding(clip);
      votes.add(Vote.cast(embedding, heads.get(e).predict(List.of(embedding)).get(0)));
    }
    return votes;
  }
}
