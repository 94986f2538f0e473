package io.github.blemore.system;

import io.github.blemore.calibration.CalibrationMethod;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FusionDesign;
import io.github.blemore.experiment.SyntheticCorpus;
import io.github.blemore.fusion.Pooling;
import io.github.blemore.fusion.WeightSearch;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.salience.Adaptation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A system of encoders {@code a} and {@code b}, fitted on made-up embeddings of three people, with
 * all that a system can have.
 */
final class SmallSystem {

  /** A clip on which encoder {@code b} says nothing. */
  static final String FACELESS = "A100_take3";

  private static final Metadata METADATA = SyntheticCorpus.metadata(3, 3);

  private SmallSystem() {}

  /** Saves one in the folder that is named. */
  public static void main(String[] arguments) throws IOException {
    fit().save(Path.of(arguments[0]));
  }

  static SyntheticCorpus corpus() {
    return new SyntheticCorpus()
        .with("a", METADATA, 0.8)
        .with("b", METADATA, 1.0)
        .without("b", Set.of(FACELESS));
  }

  static List<String> clips() {
    return METADATA.rows().stream().map(row -> row.clipId()).toList();
  }

  static BlendSystem fit() {
    return fit(
        FusionDesign.builder("by score", WeightSearch.byScore(Pooling.ARITHMETIC))
            .calibration(CalibrationMethod.VECTOR)
            .personalized(Adaptation.BOTH)
            .risk(0.1)
            .build(),
        true);
  }

  /** One that adapts to nobody, judges nothing and was not evaluated. */
  static BlendSystem fitPlain() {
    return fit(
        FusionDesign.builder("equal", WeightSearch.equal(Pooling.GEOMETRIC))
            .calibration(CalibrationMethod.TEMPERATURE)
            .build(),
        false);
  }

  private static BlendSystem fit(FusionDesign design, boolean evaluated) {
    Experiment experiment =
        Experiment.builder(
                METADATA,
                corpus(),
                HeadTraining.builder().linear().learningRate(0.02).epochs(12).seed(3).build())
            .designs(List.of(design))
            .withoutModels()
            .build();
    List<ExperimentResult> evaluations = evaluated ? List.of(experiment.run(() -> {})) : List.of();
    return BlendSystem.of(experiment, experiment.fit(() -> {}), evaluations, Set.of("a"));
  }
}
