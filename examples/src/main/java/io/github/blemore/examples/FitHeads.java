package io.github.blemore.examples;

import io.github.blemore.Clip;
import io.github.blemore.Encoder;
import io.github.blemore.acoustic.AcousticEncoder;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.faceapi.FaceApiEncoder;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.Extraction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Fits heads, weights and thresholds on labeled clips, and scores them on people left out: the
 * README's second example. Clips are named as in the challenge and lie beside their {@code
 * train_metadata.csv}.
 */
public final class FitHeads {

  private FitHeads() {}

  /**
   * Runs it.
   *
   * @param arguments the folder of the clips, and a file to keep embeddings in
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path kept = Path.of(arguments[1]);
    // README begins
    Metadata metadata = Metadata.read(folder.resolve("train_metadata.csv"));
    List<Clip> clips =
        metadata.rows().stream()
            .map(row -> Clip.of(folder.resolve(row.clipId() + ".mov")).withId(row.clipId()))
            .toList();
    try (EmbeddingStore embeddings = EmbeddingStore.open(kept)) {
      try (Encoder face = FaceApiEncoder.builder().build();
          Encoder voice = AcousticEncoder.builder().build()) {
        Extraction.builder(embeddings, List.of(face, voice)) // encodes only what is not there yet
            .build()
            .run(clips, (clip, worked) -> {});
      }
      HeadTraining training =
          HeadTraining.builder().hidden(256).learningRate(1e-3).epochs(40).build();
      ExperimentResult result =
          Experiment.builder(metadata, embeddings, training)
              .encoders(List.of(FaceApiEncoder.ID, AcousticEncoder.ID))
              .build()
              .run(() -> {});
      result.systems().forEach(one -> System.out.println(one.name() + ": " + one.summary()));
    }
    // README ends
  }
}
