package io.github.blemore.experiment;

import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Fused;
import io.github.blemore.NoVoteException;
import io.github.blemore.Vote;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.fusion.FusedVotes;
import io.github.blemore.fusion.LabeledVotes;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.gate.GateTraining;
import io.github.blemore.gate.GatedFusion;
import io.github.blemore.gate.TrainedGate;
import io.github.blemore.head.TrainingSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Gates trained without some folds, and what they make of those. As heads do, a gate fuses clips it
 * was not trained on, so that what comes after it is fitted to what it will do on others.
 *
 * <p>Safe to share between threads; each call trains.
 */
final class GateFits {

  /** Every vote needs a distribution; a gate looks at embeddings only. */
  private static final EmotionDistribution NOT_LOOKED_AT = uniform();

  private final Metadata metadata;
  private final Collection<EncoderClips> encoders;
  private final GateTraining training;
  private final String name;
  private final Runnable afterTraining;

  GateFits(
      Metadata metadata,
      Collection<EncoderClips> encoders,
      GateTraining training,
      String name,
      Runnable afterTraining) {
    this.metadata = metadata;
    this.encoders = encoders;
    this.training = training;
    this.name = name;
    this.afterTraining = afterTraining;
  }

  private static EmotionDistribution uniform() {
    double p = 1.0 / Emotion.COUNT;
    return EmotionDistribution.of(p, p, p, p, p, p);
  }

  /**
   * A gate, and what gates that were trained without a clip's fold made of the clips that the rest
   * of the system is fitted to.
   *
   * @param gate to be used
   * @param chosenOn the others' clips
   */
  record Fitted(GatedFusion gate, FusedVotes chosenOn) {}

  /** For one left-out fold, nothing being chosen on it. */
  Fitted nested(int fold) {
    List<Integer> others = metadata.folds().stream().filter(other -> other != fold).toList();
    return leavingOut(others, other -> other != fold);
  }

  /** For all clips. */
  Fitted onAll() {
    return leavingOut(List.copyOf(metadata.folds()), fold -> true);
  }

  /** For one left-out fold, the epoch being the one that is best on it. */
  Fitted challenge(int fold) {
    GatedFusion gate = train(other -> other != fold, fold).fusion();
    return new Fitted(gate, fused(metadata.inFold(fold), Map.of(fold, gate), Optional.empty()));
  }

  private Fitted leavingOut(List<Integer> folds, IntPredicate inside) {
    Map<Integer, GatedFusion> gates = new TreeMap<>();
    long epochs = 0;
    for (int left : folds) {
      TrainedGate trained = train(fold -> inside.test(fold) && fold != left, left);
      gates.put(left, trained.fusion());
      epochs += trained.best().epoch();
    }
    int usual = Math.max(1, Math.round(epochs / (float) folds.size()));
    GatedFusion gate =
        saying("for " + usual + " epochs", () -> training.fit(sets(inside), usual)).fusion();
    afterTraining.run();
    List<MetadataRow> rows =
        metadata.rows().stream().filter(row -> inside.test(row.fold())).toList();
    return new Fitted(gate, fused(rows, gates, Optional.empty()));
  }

  private TrainedGate train(IntPredicate folds, int validation) {
    TrainedGate trained =
        saying(
            "validated on fold " + validation,
            () -> training.fit(sets(folds), sets(fold -> fold == validation)));
    afterTraining.run();
    return trained;
  }

  private TrainedGate saying(String which, Supplier<TrainedGate> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "gate of %s, %s: %s".formatted(name, which, e.getMessage()), e);
    }
  }

  private List<TrainingSet> sets(IntPredicate folds) {
    return encoders.stream().map(encoder -> encoder.inFolds(folds)).toList();
  }

  /**
   * What a gate makes of the clips of a fold.
   *
   * @param without an encoder whose votes are missing
   */
  FusedVotes on(int fold, GatedFusion gate, Optional<String> without) {
    return fused(metadata.inFold(fold), Map.of(fold, gate), without);
  }

  /** The weights of a gate, averaged over the clips of a fold that it can fuse. */
  Map<String, Double> meanWeights(int fold, GatedFusion gate, Optional<String> without) {
    Map<String, Double> sums = new TreeMap<>();
    int clips = 0;
    for (MetadataRow row : metadata.inFold(fold)) {
      Optional<Fused> fused = fuse(row, gate, without);
      if (fused.isPresent()) {
        clips++;
        fused.get().weights().forEach((id, weight) -> sums.merge(id, weight, Double::sum));
      }
    }
    int count = Math.max(1, clips);
    sums.replaceAll((id, sum) -> sum / count);
    return sums;
  }

  private FusedVotes fused(
      List<MetadataRow> rows, Map<Integer, GatedFusion> gateOfFold, Optional<String> without) {
    List<LabeledVotes.Clip> clips = new ArrayList<>();
    for (MetadataRow row : rows) {
      GatedFusion gate = gateOfFold.get(row.fold());
      Vote vote =
          Optional.ofNullable(gate)
              .flatMap(one -> fuse(row, one, without))
              .map(fused -> Vote.cast(name, fused.distribution()))
              .orElseGet(() -> Vote.missing(name, "no encoder could vote"));
      clips.add(new LabeledVotes.Clip(row.clipId(), row.actor(), row.label(), List.of(vote)));
    }
    return LabeledVotes.of(List.of(name), clips).fuse(WeightedFusion.equal(List.of(name)));
  }

  private Optional<Fused> fuse(MetadataRow row, GatedFusion gate, Optional<String> without) {
    List<Vote> votes = new ArrayList<>();
    for (EncoderClips encoder : encoders) {
      boolean missing = without.filter(encoder.id()::equals).isPresent();
      votes.add(
          encoder
              .embedding(row.clipId())
              .filter(embedding -> !missing)
              .map(embedding -> Vote.cast(embedding, NOT_LOOKED_AT))
              .orElseGet(() -> Vote.missing(encoder.id(), encoder.missingReason(row.clipId()))));
    }
    try {
      return Optional.of(gate.fuse(votes));
    } catch (NoVoteException e) {
      return Optional.empty();
    }
  }
}
