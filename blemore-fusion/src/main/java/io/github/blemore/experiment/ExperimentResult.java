package io.github.blemore.experiment;

import java.util.List;

/**
 * What an experiment found.
 *
 * @param protocol where what was chosen was chosen
 * @param systems the encoders alone, the fusions, then the baselines
 * @param models what was fitted for each left-out fold, in the folds' order
 */
public record ExperimentResult(
    Protocol protocol, List<SystemResult> systems, List<FoldModel> models) {

  /** The fusion whose weights are proportional to the encoders' scores. */
  public static final String BY_SCORE = "fused by score";

  /** The fusion in which all encoders weigh the same. */
  public static final String EQUAL = "fused equally";

  /** Copies the lists. */
  public ExperimentResult {
    systems = List.copyOf(systems);
    models = List.copyOf(models);
  }

  /**
   * One system.
   *
   * @throws IllegalArgumentException if there is none of this name; the message says which there
   *     are
   */
  public SystemResult system(String name) {
    return systems.stream()
        .filter(system -> system.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "system %s: must be one of %s"
                        .formatted(name, systems.stream().map(SystemResult::name).toList())));
  }
}
