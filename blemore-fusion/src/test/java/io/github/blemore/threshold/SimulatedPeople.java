package io.github.blemore.threshold;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Clips of made-up people, each with a style: how sharp distributions are, how far a 70/30 is from
 * a 50/50, and which emotions are seen too often. Two clips of five show one emotion.
 */
record SimulatedPeople(
    List<EmotionDistribution> distributions, List<Blend> truth, List<String> people) {

  static SimulatedPeople seeded(long seed, int people, int clipsEach) {
    Random random = new Random(seed);
    SimulatedPeople all =
        new SimulatedPeople(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int person = 0; person < people; person++) {
      double sharpness = Math.exp(0.4 * random.nextGaussian());
      double exaggeration = Math.exp(0.8 * random.nextGaussian());
      double[] bias = random.doubles(Emotion.COUNT, -0.8, 0.8).toArray();
      for (int clip = 0; clip < clipsEach; clip++) {
        int kind = random.nextInt(5) < 2 ? random.nextInt(6) : 6 + random.nextInt(30);
        Blend shown = Blend.all().get(kind);
        double[] logits = shown.softLabel().toArray();
        for (int i = 0; i < logits.length; i++) {
          double share = exaggerated(logits[i], exaggeration);
          logits[i] = sharpness * (Math.log(share + 0.05) + bias[i] + 1.5 * random.nextGaussian());
        }
        all.distributions.add(EmotionDistribution.ofLogits(logits));
        all.truth.add(shown);
        all.people.add("p" + person);
      }
    }
    return all;
  }

  private static double exaggerated(double share, double exaggeration) {
    if (share == 0 || share == 1) {
      return share;
    }
    double odds = Math.pow(share / (1 - share), exaggeration);
    return odds / (1 + odds);
  }

  Probabilities probabilities() {
    return Probabilities.of(distributions);
  }

  Thresholds search(ThresholdSearch search) {
    return search.search(probabilities(), truth, people);
  }

  SimulatedPeople shuffled(long seed) {
    List<Integer> order = new ArrayList<>();
    for (int clip = 0; clip < truth.size(); clip++) {
      order.add(clip);
    }
    Collections.shuffle(order, new Random(seed));
    return select(order);
  }

  SimulatedPeople select(List<Integer> clips) {
    return new SimulatedPeople(
        clips.stream().map(distributions::get).toList(),
        clips.stream().map(truth::get).toList(),
        clips.stream().map(people::get).toList());
  }
}
