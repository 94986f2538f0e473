package io.github.blemore.acoustic;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.Encoding;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import java.nio.file.Path;
import java.util.List;

/** The named features of one sound. */
record Encoded(Embedding embedding) {

  static ClipMedia media(String id, float[] samples) {
    double seconds = samples.length / (double) Signals.RATE;
    return ClipMedia.builder(Clip.of(Path.of("clip.wav")).withId(id), new MediaSpan(0, seconds))
        .sound(Sound.of(Signals.RATE, samples))
        .build();
  }

  static Encoding encode(float[] samples) {
    try (AcousticEncoder encoder = AcousticEncoder.builder().build()) {
      return encoder.encode(List.of(media("a", samples))).get(0);
    }
  }

  static Encoded of(float[] samples) {
    return new Encoded((Embedding) encode(samples));
  }

  double get(String feature) {
    int index = AcousticEncoder.featureNames().indexOf(feature);
    if (index < 0) {
      throw new IllegalArgumentException("no feature is named " + feature);
    }
    return embedding.vector()[index];
  }

  /** The median pitch in Hz. */
  double medianHertz() {
    return hertz(get("f0.semitone.p50"));
  }

  static double hertz(double semitones) {
    return 27.5 * Math.pow(2, semitones / 12);
  }

  static double semitones(double hertz) {
    return 12 * Math.log(hertz / 27.5) / Math.log(2);
  }
}
