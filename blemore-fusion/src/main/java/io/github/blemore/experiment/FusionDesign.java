package io.github.blemore.experiment;

import io.github.blemore.Blend;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.LateFusion;
import io.github.blemore.ThresholdRule;
import io.github.blemore.calibration.Abstention;
import io.github.blemore.calibration.Calibration;
import io.github.blemore.calibration.CalibrationMethod;
import io.github.blemore.calibration.Judged;
import io.github.blemore.fusion.FusedVotes;
import io.github.blemore.fusion.WeightSearch;
import io.github.blemore.gate.GateTraining;
import io.github.blemore.salience.Adaptation;
import io.github.blemore.salience.PersonalizedDecision;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How votes become blends: what is fitted to the votes of heads on clips they were not trained on.
 * In this order: the weights, a calibration of what is fused, thresholds on what is calibrated,
 * each person's own salience, and what is too uncertain to rely on.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class FusionDesign {

  private final String name;
  private final @Nullable WeightSearch weights;
  private final @Nullable GateTraining gate;
  private final ThresholdSearch thresholds;
  private final CalibrationMethod calibration;
  private final @Nullable Adaptation personal;
  private final @Nullable Double risk;

  private FusionDesign(Builder builder) {
    this.name = builder.name;
    this.weights = builder.weights;
    this.gate = builder.gate;
    this.thresholds = builder.thresholds == null ? ThresholdSearch.exact() : builder.thresholds;
    this.calibration = builder.calibration == null ? CalibrationMethod.NONE : builder.calibration;
    this.personal = builder.personal;
    this.risk = builder.risk;
  }

  /**
   * Starts a design.
   *
   * @param name how results name it, unique among those that are compared
   * @param weights how the encoders' weights are found
   */
  public static Builder builder(String name, WeightSearch weights) {
    return new Builder(name, weights, null);
  }

  /**
   * Starts a design in which a gate weighs the encoders anew for each clip.
   *
   * @param name how results name it, unique among those that are compared
   * @param gate how the gate is trained
   */
  public static Builder gated(String name, GateTraining gate) {
    return new Builder(name, null, gate);
  }

  /** How results name it. */
  public String name() {
    return name;
  }

  /** How the encoders' weights are found; empty if a gate weighs them. */
  Optional<WeightSearch> weights() {
    return Optional.ofNullable(weights);
  }

  /** How the gate is trained; empty if the encoders have fixed weights. */
  Optional<GateTraining> gate() {
    return Optional.ofNullable(gate);
  }

  /**
   * Fits all that comes after the weights.
   *
   * @param fusion what fused
   * @param fused what came of it
   * @throws IllegalArgumentException if no clip has a distribution
   */
  FittedFusion fit(LateFusion fusion, FusedVotes fused) {
    List<Blend> truth = fused.truth();
    List<String> people = fused.people();
    List<EmotionDistribution> raw = fused.probabilities().distributions();
    if (raw.isEmpty()) {
      throw new IllegalArgumentException(
          "none of %d clips has a vote that counts in %s".formatted(fused.votes().clips(), fusion));
    }
    Calibration fitted = calibration.fit(raw, truth);
    List<EmotionDistribution> calibrated = raw.stream().map(fitted::calibrate).toList();
    ThresholdRule rule = thresholds.search(Probabilities.of(calibrated), truth, people).rule();
    Optional<PersonalizedDecision> own =
        personal == null
            ? Optional.empty()
            : Optional.of(
                PersonalizedDecision.fit(personal, thresholds, calibrated, truth, people));
    FittedFusion decided = new FittedFusion(fusion, fitted, rule, own, Optional.empty());
    if (risk == null) {
      return decided;
    }
    List<Blend> blends = decided.decide(calibrated, people);
    List<Judged> decisions = new ArrayList<>();
    for (int i = 0; i < blends.size(); i++) {
      decisions.add(Judged.of(calibrated.get(i), blends.get(i), truth.get(i)));
    }
    return decided.with(Abstention.fit(risk, decisions));
  }

  @Override
  public String toString() {
    return "%s: %s; %s; thresholds by %s%s%s"
        .formatted(
            name,
            weights == null
                ? "gated fusion, %s".formatted(gate().orElseThrow().settings())
                : weights,
            calibration.description(),
            thresholds,
            personal == null ? "" : "; %s of each person".formatted(personal),
            risk == null ? "" : "; uncertain above a risk of " + risk);
  }

  /** Collects the options; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private final String name;
    private final @Nullable WeightSearch weights;
    private final @Nullable GateTraining gate;
    private @Nullable ThresholdSearch thresholds;
    private @Nullable CalibrationMethod calibration;
    private @Nullable Double risk;
    private @Nullable Adaptation personal;

    private Builder(String name, @Nullable WeightSearch weights, @Nullable GateTraining gate) {
      this.name = name;
      this.weights = weights;
      this.gate = gate;
    }

    /** How alpha and beta are found; default {@link ThresholdSearch#exact}. */
    public Builder thresholds(ThresholdSearch how) {
      requireUnset("thresholds", thresholds);
      this.thresholds = how;
      return this;
    }

    /** How what is fused is calibrated before it is decided on; default not at all. */
    public Builder calibration(CalibrationMethod how) {
      requireUnset("calibration", calibration);
      this.calibration = how;
      return this;
    }

    /** Adapts decisions to each person, by {@link PersonalizedDecision}; default not at all. */
    public Builder personalized(Adaptation what) {
      requireUnset("adaptation to persons", personal);
      this.personal = what;
      return this;
    }

    /**
     * Says of decisions that they are uncertain, so that of the others at most this share is wrong
     * about which emotions are present; default never.
     *
     * @param share 0..1
     */
    public Builder risk(double share) {
      requireUnset("risk", risk);
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("risk is %s: must be 0..1".formatted(share));
      }
      this.risk = share;
      return this;
    }

    private void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException(
            "%s of %s is set twice: %s".formatted(option, name, value));
      }
    }

    /** The design. */
    public FusionDesign build() {
      return new FusionDesign(this);
    }
  }
}
