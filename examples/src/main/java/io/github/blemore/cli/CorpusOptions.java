package io.github.blemore.cli;

import io.github.blemore.simulation.SalienceStyles;
import io.github.blemore.simulation.SimulatedCorpus;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which simulated people: the options of every command that makes them. */
final class CorpusOptions {

  @Option(
      names = "--actors",
      paramLabel = "N",
      description = "How many people, at least 5 (default: ${DEFAULT-VALUE}).")
  private int actors = SimulatedCorpus.DEFAULT_ACTORS;

  @Option(
      names = "--clips-per-actor",
      paramLabel = "N",
      description = "How many clips of each, at least 4 (default: ${DEFAULT-VALUE}).")
  private int clipsPerActor = SimulatedCorpus.DEFAULT_CLIPS_PER_ACTOR;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Another one gives other people and takes (default: ${DEFAULT-VALUE}).")
  private long seed = SimulatedCorpus.DEFAULT_SEED;

  @Option(
      names = "--salience",
      paramLabel = "equal|personal|wide",
      description = {
        "How differently people show which of two emotions is stronger",
        "(default: ${DEFAULT-VALUE})."
      })
  private SalienceStyles salience = SalienceStyles.PERSONAL;

  /**
   * The corpus that was asked for.
   *
   * @throws ParameterException if a number is out of its range
   */
  SimulatedCorpus corpus(Path folder, CommandSpec spec) {
    try {
      return SimulatedCorpus.builder(folder)
          .actors(actors)
          .clipsPerActor(clipsPerActor)
          .salience(salience)
          .seed(seed)
          .build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  int actors() {
    return actors;
  }

  int clipsPerActor() {
    return clipsPerActor;
  }

  long seed() {
    return seed;
  }
}
