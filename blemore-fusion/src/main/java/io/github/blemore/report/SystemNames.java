package io.github.blemore.report;

import io.github.blemore.EncoderOrigin;
import io.github.blemore.experiment.SystemResult;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How systems are named to people.
 *
 * @param madeUp the ids of encoders that run on random weights, which is always said
 */
public record SystemNames(Set<String> madeUp) {

  /** Copies the set. */
  public SystemNames {
    madeUp = Set.copyOf(madeUp);
  }

  /** The names of systems of these encoders. */
  public static SystemNames of(Collection<EncoderOrigin> encoders) {
    return new SystemNames(
        encoders.stream()
            .filter(encoder -> encoder.form().hasMadeUpWeights())
            .map(EncoderOrigin::id)
            .collect(Collectors.toSet()));
  }

  /** Such as {@code fused equally (with made-up)}, if an encoder on random weights votes in it. */
  public String of(SystemResult system) {
    return hasMadeUpVotes(system) ? system.name() + " (with made-up)" : of(system.name());
  }

  /** Whether it is a fusion in which an encoder on random weights has a say, in any fold. */
  public boolean hasMadeUpVotes(SystemResult system) {
    return system.kind() == SystemResult.Kind.FUSION
        && system.folds().stream()
            .flatMap(fold -> fold.weights().entrySet().stream())
            .anyMatch(weight -> madeUp.contains(weight.getKey()) && weight.getValue() > 0);
  }

  /** Such as {@code acoustic} or {@code videomae (made-up weights)}. */
  public String of(String system) {
    return madeUp.contains(system) ? system + " (made-up weights)" : system;
  }
}
