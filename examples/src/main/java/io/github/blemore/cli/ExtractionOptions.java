package io.github.blemore.cli;

import io.github.blemore.Clip;
import io.github.blemore.Encoder;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.Extraction;
import io.github.blemore.store.ExtractionSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How clips are encoded into a store: options of the commands that do. */
final class ExtractionOptions {

  @Option(names = "--retry-failed", description = "Tries clips again that failed before.")
  private boolean retryFailed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many clips are encoded at a time (default: one per core).")
  private @Nullable Integer threads;

  /**
   * The extraction that was asked for.
   *
   * @throws IllegalArgumentException if an option is wrong, or two encoders have one id
   */
  Extraction extraction(EmbeddingStore store, List<Encoder> encoders) {
    Extraction.Builder extraction = Extraction.builder(store, encoders);
    if (retryFailed) {
      extraction.retryFailed();
    }
    if (threads != null) {
      extraction.threads(threads);
    }
    return extraction.build();
  }

  /** Runs it with progress shown. */
  static ExtractionSummary run(Extraction extraction, List<Clip> clips, PrintWriter err)
      throws IOException {
    try (Progress progress = Progress.of("clips encoded", clips.size(), err)) {
      return extraction.run(
          clips,
          (clip, worked) -> {
            if (worked) {
              progress.step();
            } else {
              progress.skip();
            }
          });
    }
  }
}
