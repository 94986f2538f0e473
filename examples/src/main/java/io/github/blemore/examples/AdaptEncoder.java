package io.github.blemore.examples;

import io.github.blemore.Precision;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.finetune.EncoderFineTuner;
import io.github.blemore.finetune.FineTuneResult;
import io.github.blemore.finetune.FineTuneSettings;
import io.github.blemore.store.ClipFolder;
import io.github.blemore.video.VideoMaeEncoder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Trains VideoMAE together with a head on labeled clips, and says how good it is on people it did
 * not see. Clips are named as in the challenge and lie beside their {@code train_metadata.csv}.
 */
public final class AdaptEncoder {

  private AdaptEncoder() {}

  /**
   * Runs it, or goes on where it was stopped.
   *
   * @param arguments the folder of a VideoMAE checkpoint, the folder of the clips, and a new one
   *     for the adapted checkpoint
   */
  public static void main(String[] arguments) throws IOException {
    Path checkpoint = Path.of(arguments[0]);
    Path clips = Path.of(arguments[1]);
    Path out = Path.of(arguments[2]);
    // README begins
    FineTuneSettings settings =
        FineTuneSettings.builder().epochs(20).batch(16).clipsAtOnce(2).recompute().build();
    FineTuneResult adapted =
        EncoderFineTuner.builder(
                VideoMaeEncoder.builder(checkpoint).precision(Precision.BF16), settings)
            .build()
            .run(Metadata.read(clips.resolve("train_metadata.csv")), ClipFolder.list(clips), out);
    System.out.println(adapted.summary());
    // README ends
  }
}
