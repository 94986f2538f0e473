package io.github.blemore.finetune;

import io.github.blemore.Blend;
import io.github.blemore.challenge.MetadataRow;

/** A clip to learn from, or to be tried on. */
record LabeledClip(String id, String person, int fold, Blend label) {

  static LabeledClip of(MetadataRow row) {
    return new LabeledClip(row.clipId(), row.actor(), row.fold(), row.label());
  }

  /** float32 {@code [6]}. */
  float[] softLabel() {
    double[] wide = label.softLabel().toArray();
    float[] narrow = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      narrow[i] = (float) wide[i];
    }
    return narrow;
  }
}
