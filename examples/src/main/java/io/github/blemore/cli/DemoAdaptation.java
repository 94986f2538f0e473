package io.github.blemore.cli;

import io.github.blemore.Clip;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.finetune.EncoderFineTuner;
import io.github.blemore.finetune.FineTuneListener;
import io.github.blemore.finetune.FineTuneResult;
import io.github.blemore.finetune.FineTuneSettings;
import io.github.blemore.finetune.FoldResult;
import io.github.blemore.madeup.MadeUpFamily;
import io.github.blemore.precomputed.PrecomputedEncoder;
import io.github.blemore.s4d.S4dEncoder;
import io.github.blemore.video.TimeSformerEncoder;
import io.github.blemore.video.VideoMaeEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The part of the demo that adapts encoders to the task. */
final class DemoAdaptation {

  /** What the demo adapts: the families the paper's system has adapted. */
  static final List<MadeUpFamily> FAMILIES =
      List.of(MadeUpFamily.S4D, MadeUpFamily.VIDEOMAE, MadeUpFamily.TIMESFORMER);

  /** What a reader must know of it. */
  static final String MEANING =
      "Encoders called adapted were trained here, from made-up weights of miniature size, by people"
          + " who are not the ones they are scored on: they were never pre-trained, and a few"
          + " minutes on simulated people make no published encoder of them. Their features are the"
          + " logarithms of probabilities that a network gave to clips of people it had not seen;"
          + " those of the clips that heads learn from come from networks that did see the people who"
          + " are scored, so that their scores are a little optimistic.";

  private static final String ADAPTED = "-adapted";
  private static final int EPOCHS = 20;

  /**
   * An encoder that was adapted.
   *
   * @param family of which
   * @param result what came of it
   */
  record Adapted(MadeUpFamily family, FineTuneResult result) {

    /** Its id in the fusion. */
    String id() {
      return family.encoder() + ADAPTED;
    }

    PrecomputedEncoder open() {
      return PrecomputedEncoder.builder(result.outOfFold()).id(id()).build();
    }
  }

  private final Path checkpoints;
  private final Path out;
  private final long seed;
  private final PrintWriter err;

  /**
   * An adaptation.
   *
   * @param checkpoints a folder with one for each family, named as its encoder
   * @param out where the adapted ones go
   */
  DemoAdaptation(Path checkpoints, Path out, long seed, PrintWriter err) {
    this.checkpoints = checkpoints;
    this.out = out;
    this.seed = seed;
    this.err = err;
  }

  /** Adapts all, or goes on where an earlier run stopped. */
  List<Adapted> run(Metadata metadata, List<Clip> clips) throws IOException {
    List<Adapted> all = new ArrayList<>();
    for (MadeUpFamily family : FAMILIES) {
      all.add(new Adapted(family, adapt(family, metadata, clips)));
    }
    return all;
  }

  private FineTuneResult adapt(MadeUpFamily family, Metadata metadata, List<Clip> clips)
      throws IOException {
    FineTuneSettings settings =
        FineTuneSettings.builder()
            .epochs(EPOCHS)
            .learningRate(1e-3)
            .layerDecay(1)
            .patience(0)
            .seed(seed)
            .build();
    String task = "trainings of %s".formatted(family.encoder());
    try (Progress progress = Progress.of(task, metadata.folds().size(), err)) {
      return EncoderFineTuner.builder(encoder(family), settings)
          .allowMissing()
          .listener(
              new FineTuneListener() {
                @Override
                public void onFold(FoldResult fold) {
                  progress.step();
                }
              })
          .build()
          .run(metadata, clips, out.resolve(family.encoder()));
    }
  }

  private CheckpointEncoderBuilder<?> encoder(MadeUpFamily family) {
    Path checkpoint = checkpoints.resolve(family.encoder());
    return switch (family) {
      case S4D -> S4dEncoder.builder(checkpoint);
      case VIDEOMAE -> VideoMaeEncoder.builder(checkpoint);
      default -> TimeSformerEncoder.builder(checkpoint);
    };
  }

  /** The ids of what was adapted. */
  static Set<String> ids(List<Adapted> adapted) {
    return adapted.stream().map(Adapted::id).collect(Collectors.toUnmodifiableSet());
  }

  /** What share of a fusion's weight they have, in words. */
  static String said(List<Adapted> adapted, SystemResult chosen) {
    return String.format(
        Locale.ROOT,
        "adapted encoders have %.0f %% of the weight together (62 %% in arXiv:2603.23650)",
        100 * share(adapted, chosen));
  }

  /** The same as a number, 0..1. */
  static double share(List<Adapted> adapted, SystemResult chosen) {
    return adapted.stream()
        .mapToDouble(one -> chosen.meanWeights().getOrDefault(one.id(), 0.0))
        .sum();
  }
}
