package io.github.blemore.store;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderForm;
import io.github.blemore.Modality;
import io.github.blemore.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/** Clips, forms and embeddings to write. */
final class TestRows {

  static final String WEIGHTS = "ab".repeat(32);
  static final int DIMENSION = 8;

  private TestRows() {}

  static EncoderForm form(String encoderId) {
    return form(encoderId, WEIGHTS);
  }

  static EncoderForm form(String encoderId, String checkpoint) {
    return new EncoderForm(
        encoderId,
        Optional.of(checkpoint),
        "0123456789abcdef",
        Modality.FACE,
        DIMENSION,
        "16 frames",
        "mean over time",
        false);
  }

  static Clip clip(String id) {
    return Clip.of(Path.of("clips", id + ".mov")).withId(id);
  }

  /** The hash of bytes nobody looks at. */
  static String sha(String clipId) {
    return Sha256.of(clipId.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for the same clip, however often it is made. */
  static Embedding embedding(String encoderId, String clipId, int windows) {
    Random random = new Random(clipId.hashCode());
    float[][] vectors = new float[windows][DIMENSION];
    for (float[] vector : vectors) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return Embedding.of(encoderId, vectors);
  }

  static Row.Encoded row(EncoderForm form, String clipId) {
    return new Row.Encoded(
        clip(clipId), sha(clipId), form, embedding(form.id(), clipId, 1), "cpu, float32");
  }
}
