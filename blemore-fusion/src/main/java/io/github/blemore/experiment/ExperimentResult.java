package io.github.blemore.experiment;

import java.util.List;

/**
 * What an experiment found.
 *
 * @param protocol where what was chosen was chosen
 * @param systems the encoders alone, the fusions, the ablations, then the baselines
 * @param chosenName the name of the design that was chosen beforehand
 * @param models what was fitted for each left-out fold of that design, in the folds' order; empty
 *     if they were not to be kept
 */
public record ExperimentResult(
    Protocol protocol, List<SystemResult> systems, String chosenName, List<FoldModel> models) {

  /** The fusion whose weights are proportional to the encoders' scores. */
  public static final String BY_SCORE = "fused by score";

  /** The fusion in which all encoders weigh the same. */
  public static final String EQUAL = "fused equally";

  /** Copies the lists. */
  public ExperimentResult {
    systems = List.copyOf(systems);
    models = List.copyOf(models);
  }

  /** The system of the design that was chosen beforehand. */
  public SystemResult chosen() {
    return system(chosenName);
  }

  /** The systems of one kind, in order. */
  public List<SystemResult> ofKind(SystemResult.Kind kind) {
    return systems.stream().filter(system -> system.kind() == kind).toList();
  }

  /**
   * One system that is no ablation.
   *
   * @throws IllegalArgumentException if there is none of this name; the message says which there
   *     are
   */
  public SystemResult system(String name) {
    return systems.stream()
        .filter(system -> system.name().equals(name))
        .filter(system -> system.kind() != SystemResult.Kind.ABLATION)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "system %s: must be one of %s"
                        .formatted(name, systems.stream().map(SystemResult::name).toList())));
  }
}
