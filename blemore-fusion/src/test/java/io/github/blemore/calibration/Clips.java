package io.github.blemore.calibration;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Clips of one emotion each, drawn from what a calibration makes of the clip's distribution: so
 * that is the calibration to find.
 */
record Clips(List<EmotionDistribution> distributions, List<Blend> truth) {

  static Clips drawn(long seed, int count, Calibration honest) {
    Random random = new Random(seed);
    Clips clips = new Clips(new ArrayList<>(), new ArrayList<>());
    for (int clip = 0; clip < count; clip++) {
      double[] logits = random.doubles(Emotion.COUNT, -4, 4).toArray();
      EmotionDistribution distribution = EmotionDistribution.ofLogits(logits);
      clips.distributions.add(distribution);
      clips.truth.add(Blend.single(draw(random, honest.calibrate(distribution).toArray())));
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
