package io.github.blemore.cli;

import io.github.blemore.head.HeadTraining;
import picocli.CommandLine.Option;

/** How heads are trained: options of the commands that fit. */
final class HeadOptions {

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = {
        "Units of the hidden layer; 0 for a linear head (default: ${DEFAULT-VALUE}).",
        "The defaults of heads are those of the challenge's baseline, made for its 2,456 clips;",
        "for few clips try --hidden 256 --learning-rate 1e-3 --epochs 40."
      })
  private int hidden = 512;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Of Adam (default: ${DEFAULT-VALUE}).")
  private double learningRate = 5e-6;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "The best of so many is taken (default: ${DEFAULT-VALUE}).")
  private int epochs = 200;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Windows per step (default: ${DEFAULT-VALUE}).")
  private int batch = 32;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description = "L2 in the gradient (default: ${DEFAULT-VALUE}).")
  private double weightDecay = 1e-3;

  @Option(
      names = "--allow-absent",
      description = "Trains although no training clip shows some emotion.")
  private boolean allowAbsent;

  /** Whether an emotion that no training clip shows is let pass. */
  boolean allowsAbsent() {
    return allowAbsent;
  }

  /**
   * The training that was asked for.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  HeadTraining training(long seed) {
    HeadTraining.Builder training =
        HeadTraining.builder()
            .learningRate(learningRate)
            .epochs(epochs)
            .batchSize(batch)
            .weightDecay(weightDecay)
            .seed(seed);
    if (hidden == 0) {
      training.linear();
    } else {
      training.hidden(hidden);
    }
    if (allowAbsent) {
      training.allowAbsentClasses();
    }
    return training.build();
  }
}
