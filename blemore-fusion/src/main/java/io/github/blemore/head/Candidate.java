package io.github.blemore.head;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A head that is taken out of a {@link TrainingRun} on its way. For one thread. */
final class Candidate {

  private final TrainingRun run;
  private final Optional<Validator> validator;

  /** The epoch to take; empty if it is the one that is best on the validation clips. */
  private final OptionalInt wanted;

  private final int slot;
  private final List<EpochReport> epochs = new ArrayList<>();
  private int chosen;

  private Candidate(TrainingRun run, Optional<Validator> validator, OptionalInt wanted) {
    this.run = run;
    this.validator = validator;
    this.wanted = wanted;
    this.slot = run.newSlot();
  }

  /** The first epoch with the highest validation score. */
  static Candidate bestOn(TrainingRun run, Validator validator) {
    return new Candidate(run, Optional.of(validator), OptionalInt.empty());
  }

  /** One epoch, whatever comes of it. */
  static Candidate after(TrainingRun run, int epoch) {
    return new Candidate(run, Optional.empty(), OptionalInt.of(epoch));
  }

  /** Looks at the head after an epoch, from 1, and keeps its weights if it is the one to take. */
  void look(int epoch, float[] losses) {
    EpochReport report = new EpochReport(epoch, losses, validator.map(Validator::validate));
    epochs.add(report);
    boolean take =
        wanted.isPresent()
            ? wanted.getAsInt() == epoch
            : epoch == 1 || report.score() > chosen().score();
    if (take) {
      chosen = epoch;
      run.keep(slot);
    }
  }

  /** What came out of every epoch so far. */
  List<EpochReport> epochs() {
    return epochs;
  }

  /** The epoch that was taken. */
  EpochReport chosen() {
    return epochs.get(chosen - 1);
  }

  /** The weights as they were then. */
  HeadWeights weights() {
    return run.kept(slot);
  }
}
