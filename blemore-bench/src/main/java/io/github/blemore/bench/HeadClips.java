package io.github.blemore.bench;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.head.TrainingSet;
import java.util.Random;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** As many clips as the challenge has for training, with seeded noise for features. */
@State(Scope.Benchmark)
public class HeadClips {

  static final int CLIPS = 2456;

  /** Features, then units of the hidden layer. */
  @Param({"5000-512", "256-256", "91-256"})
  public String head = "5000-512";

  float[][] features = {};
  float[][] softLabels = {};
  private Blend[] labels = {};

  /** Draws them. */
  @Setup(Level.Trial)
  public void draw() {
    Random random = new Random(1);
    features = new float[CLIPS][dimension()];
    softLabels = new float[CLIPS][Emotion.COUNT];
    labels = new Blend[CLIPS];
    for (int clip = 0; clip < CLIPS; clip++) {
      for (int i = 0; i < dimension(); i++) {
        features[clip][i] = (float) random.nextGaussian();
      }
      Emotion first = Emotion.classOrder().get(clip % 6);
      Emotion second = Emotion.classOrder().get((clip / 6) % 5);
      boolean single = first == second || first == Emotion.NEUTRAL;
      labels[clip] = single ? Blend.single(first) : Blend.dominant(first, second);
      for (Emotion emotion : Emotion.classOrder()) {
        softLabels[clip][emotion.index()] = labels[clip].salience(emotion) / 100f;
      }
    }
  }

  int dimension() {
    return Integer.parseInt(head.substring(0, head.indexOf('-')));
  }

  int hidden() {
    return Integer.parseInt(head.substring(head.indexOf('-') + 1));
  }

  TrainingSet first(int count) {
    TrainingSet.Builder set = TrainingSet.builder("noise");
    for (int clip = 0; clip < count; clip++) {
      set.add("clip" + clip, labels[clip], features[clip]);
    }
    return set.build();
  }
}
