package io.github.blemore.head;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import java.util.ArrayList;
import java.util.List;

/**
 * The windows of a set as a head sees them, for reading only.
 *
 * @param features of each window, standardized, {@code [windows, dimension]}
 * @param softLabels of each window: those of its clip, {@code [windows, 6]}
 * @param windowCounts how many windows each clip has, in their order
 * @param labels what each clip shows
 */
record Samples(
    List<float[]> features,
    List<float[]> softLabels,
    List<Integer> windowCounts,
    List<Blend> labels) {

  static Samples of(TrainingSet set, Standardizer standardizer) {
    List<float[]> features = new ArrayList<>();
    List<float[]> softLabels = new ArrayList<>();
    List<Integer> windowCounts = new ArrayList<>();
    for (TrainingSet.LabeledClip clip : set.clips()) {
      float[] softLabel = softLabel(clip.label());
      for (float[] window : clip.windows()) {
        features.add(standardized(clip.id(), standardizer.apply(window)));
        softLabels.add(softLabel);
      }
      windowCounts.add(clip.windows().size());
    }
    return new Samples(features, softLabels, windowCounts, set.labels());
  }

  private static float[] standardized(String clipId, float[] window) {
    for (int i = 0; i < window.length; i++) {
      if (!Float.isFinite(window[i])) {
        throw new IllegalArgumentException(
            "feature %d of clip %s is %s once standardized: it is far outside what it is in training"
                .formatted(i, clipId, window[i]));
      }
    }
    return window;
  }

  private static float[] softLabel(Blend label) {
    float[] softLabel = new float[Emotion.COUNT];
    for (Emotion emotion : Emotion.classOrder()) {
      softLabel[emotion.index()] = (float) label.softLabel().probability(emotion);
    }
    return softLabel;
  }
}
