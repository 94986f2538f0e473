package io.github.blemore.examples;

import io.github.blemore.Clip;
import io.github.blemore.Encoder;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.finetune.EncoderFineTuner;
import io.github.blemore.finetune.FineTuneEpoch;
import io.github.blemore.finetune.FineTuneListener;
import io.github.blemore.finetune.FineTuneResult;
import io.github.blemore.finetune.FineTuneSettings;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.metrics.ScoreSummary;
import io.github.blemore.speech.Wav2Vec2Encoder;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.Extraction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Is Wav2Vec2 better left frozen? Finding 1 of arXiv:2603.23650 is that the mean of layers 6 to 12
 * of the frozen network, with a head on it, scores 0.207 on BLEMORE, fine-tuned end to end 0.161.
 * This asks the same of any clips: layers 6 to 12 frozen, all layers frozen, and fine-tuned, by
 * nested Score, and prints the table whatever it says.
 *
 * <p>What was encoded and trained is kept in the work folder: started again, it goes on.
 */
public final class FreezeOrFineTune {

  private static final String PROSODY = "layers-6-12";
  private static final String ALL_LAYERS = "layers-0-12";
  private static final int EPOCHS = 10;

  private FreezeOrFineTune() {}

  /**
   * Runs it.
   *
   * @param arguments the folder of a Wav2Vec2 checkpoint of 12 layers, the folder of the clips with
   *     their {@code train_metadata.csv}, an existing folder to work in
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("arguments: CHECKPOINT CLIPS WORK");
    }
    Path checkpoint = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    Path work = Path.of(arguments[2]);
    Metadata metadata = Metadata.read(folder.resolve("train_metadata.csv"));
    List<Clip> clips =
        metadata.rows().stream()
            .map(row -> Clip.of(folder.resolve(row.clipId() + ".mov")).withId(row.clipId()))
            .toList();
    ExperimentResult frozen = frozen(checkpoint, metadata, clips, work);
    FineTuneResult tuned = tuned(checkpoint, metadata, clips, work);
    if (Checkpoint.open(checkpoint).isMadeUp()) {
      System.out.println("made-up weights: the table tells nothing about the trained Wav2Vec2");
    }
    print("layers 6-12, frozen", frozen.system(PROSODY).summary());
    print("layers 0-12, frozen", frozen.system(ALL_LAYERS).summary());
    print("fine-tuned", tuned.summary());
  }

  private static ExperimentResult frozen(
      Path checkpoint, Metadata metadata, List<Clip> clips, Path work) throws IOException {
    try (EmbeddingStore embeddings = EmbeddingStore.open(work.resolve("embeddings.sqlite"))) {
      try (Encoder prosody = Wav2Vec2Encoder.builder(checkpoint).id(PROSODY).layers(6, 12).build();
          Encoder all = Wav2Vec2Encoder.builder(checkpoint).id(ALL_LAYERS).layers(0, 12).build()) {
        Extraction.builder(embeddings, List.of(prosody, all))
            .build()
            .run(clips, (clip, worked) -> {});
      }
      HeadTraining training =
          HeadTraining.builder().hidden(256).learningRate(1e-3).epochs(40).build();
      return Experiment.builder(metadata, embeddings, training)
          .encoders(List.of(PROSODY, ALL_LAYERS))
          .build()
          .run(() -> {});
    }
  }

  private static FineTuneResult tuned(
      Path checkpoint, Metadata metadata, List<Clip> clips, Path work) throws IOException {
    FineTuneSettings settings = FineTuneSettings.builder().epochs(EPOCHS).build();
    return EncoderFineTuner.builder(Wav2Vec2Encoder.builder(checkpoint), settings)
        .listener(
            new FineTuneListener() {
              @Override
              public void onEpoch(FineTuneEpoch epoch) {
                System.err.println(epoch);
              }
            })
        .build()
        .run(metadata, clips, work.resolve("fine-tuned"));
  }

  private static void print(String name, ScoreSummary summary) {
    System.out.printf(
        Locale.ROOT,
        "%-22s ACC_presence %s  ACC_salience %s  Score %s%n",
        name,
        summary.presence(),
        summary.salience(),
        summary.score());
  }
}
