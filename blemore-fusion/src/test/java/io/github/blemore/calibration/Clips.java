package io.github.blemore.calibration;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Clips with distributions that mean what they say but for one thing: their logits are scaled and
 * shifted. Each clip shows one emotion, drawn from what its distribution was before that.
 */
record Clips(List<EmotionDistribution> distributions, List<Blend> truth) {

  static Clips miscalibrated(long seed, int count, double[] scales, double[] offsets) {
    Random random = new Random(seed);
    Clips clips = new Clips(new ArrayList<>(), new ArrayList<>());
    for (int clip = 0; clip < count; clip++) {
      double[] logits = random.doubles(Emotion.COUNT, -2, 2).toArray();
      double[] honest = EmotionDistribution.ofLogits(logits).toArray();
      clips.truth.add(Blend.single(draw(random, honest)));
      for (int i = 0; i < logits.length; i++) {
        logits[i] = scales[i] * Math.log(honest[i]) + offsets[i];
      }
      clips.distributions.add(EmotionDistribution.ofLogits(logits));
    }
    return clips;
  }

  private static Emotion draw(Random random, double[] p) {
    double left = random.nextDouble();
    int index = 0;
    while (index < p.length - 1 && left >= p[index]) {
      left -= p[index++];
    }
    return Emotion.classOrder().get(index);
  }

  /** The mean cross-entropy to the soft labels once calibrated. */
  double loss(Calibration calibration) {
    double sum = 0;
    for (int clip = 0; clip < truth.size(); clip++) {
      double[] p = calibration.calibrate(distributions.get(clip)).toArray();
      double[] label = truth.get(clip).softLabel().toArray();
      for (int i = 0; i < p.length; i++) {
        sum -= label[i] == 0 ? 0 : label[i] * Math.log(p[i]);
      }
    }
    return sum / truth.size();
  }

  Clips calibrated(Calibration calibration) {
    return new Clips(distributions.stream().map(calibration::calibrate).toList(), truth);
  }

  Reliability reliability() {
    return Reliability.of(distributions, truth);
  }
}
