package io.github.blemore.system;

import io.github.blemore.LateFusion;
import io.github.blemore.ThresholdRule;
import io.github.blemore.calibration.Abstention;
import io.github.blemore.calibration.Calibration;
import io.github.blemore.calibration.IsotonicRegression;
import io.github.blemore.calibration.TemperatureScaling;
import io.github.blemore.calibration.VectorScaling;
import io.github.blemore.experiment.FittedFusion;
import io.github.blemore.fusion.Pooling;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.salience.Adaptation;
import io.github.blemore.salience.PersonalizedDecision;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How votes become blends, as {@code system.json} has it; what is not there is null.
 *
 * @param pooling of a weighted fusion, {@code arithmetic} or {@code geometric}
 * @param weights of a weighted fusion, encoder id to weight
 * @param gate of a gated fusion, its file
 * @param temperature of temperature scaling
 * @param scales of vector scaling, float64 {@code [6]}
 * @param offsets of vector scaling, float64 {@code [6]}
 * @param alpha presence threshold for people who are not known
 * @param beta salience threshold for people who are not known
 * @param personal how decisions are adapted to a person
 * @param abstention what is too uncertain to rely on
 */
@SuppressWarnings("ArrayRecordComponent")
record FusionDocument(
    @Nullable String pooling,
    @Nullable Map<String, Double> weights,
    SystemDocument.@Nullable FileRef gate,
    @Nullable Double temperature,
    double @Nullable [] scales,
    double @Nullable [] offsets,
    double alpha,
    double beta,
    @Nullable Personal personal,
    @Nullable Judge abstention) {

  FusionDocument {
    weights = weights == null ? null : new TreeMap<>(Map.copyOf(weights));
  }

  /**
   * How decisions are adapted to a person.
   *
   * @param adaptation what is
   * @param alpha for people who are known
   * @param beta for people who are known
   * @param usual mean distribution, float64 {@code [6]}
   * @param usualGap mean gap
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Personal(
      Adaptation adaptation, double alpha, double beta, double[] usual, double usualGap) {

    Personal {
      Objects.requireNonNull(adaptation, "adaptation is null");
      Objects.requireNonNull(usual, "usual is null");
    }

    static Personal of(PersonalizedDecision own) {
      return new Personal(
          own.adaptation(), own.known().alpha(), own.known().beta(), own.usual(), own.usualGap());
    }

    PersonalizedDecision decision(ThresholdRule common) {
      return PersonalizedDecision.of(
          adaptation, common, new ThresholdRule(alpha, beta), usual, usualGap);
    }
  }

  /**
   * What is too uncertain to rely on.
   *
   * @param risk that is borne
   * @param threshold of closeness; null if nothing is certain enough
   * @param closeness steps of the isotonic regression
   * @param probability of being right from each step on
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Judge(double risk, @Nullable Double threshold, double[] closeness, double[] probability) {

    Judge {
      Objects.requireNonNull(closeness, "closeness is null");
      Objects.requireNonNull(probability, "probability is null");
    }

    static Judge of(Abstention abstention) {
      Map<Double, Double> steps = abstention.probability().steps();
      return new Judge(
          abstention.risk(),
          abstention.threshold().isPresent() ? abstention.threshold().getAsDouble() : null,
          steps.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
          steps.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    Abstention abstention() {
      if (closeness.length != probability.length) {
        throw new IllegalArgumentException(
            "abstention has %d steps of closeness and %d of probability: must be as many"
                .formatted(closeness.length, probability.length));
      }
      Map<Double, Double> steps = new TreeMap<>();
      for (int i = 0; i < closeness.length; i++) {
        steps.put(closeness[i], probability[i]);
      }
      return Abstention.of(
          risk,
          threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold),
          IsotonicRegression.of(steps));
    }
  }

  /**
   * That of a fusion.
   *
   * @param gateFile of a gated fusion, where it was saved; otherwise null
   */
  static FusionDocument of(FittedFusion fitted, SystemDocument.@Nullable FileRef gateFile) {
    LateFusion fusion = fitted.fusion();
    Calibration calibration = fitted.calibration();
    VectorScaling vector = calibration instanceof VectorScaling scaling ? scaling : null;
    WeightedFusion weighted = fusion instanceof WeightedFusion average ? average : null;
    return new FusionDocument(
        weighted == null ? null : weighted.pooling().name().toLowerCase(Locale.ROOT),
        weighted == null ? null : new TreeMap<>(weighted.weights()),
        gateFile,
        calibration instanceof TemperatureScaling scaling ? scaling.temperature() : null,
        vector == null ? null : vector.scales(),
        vector == null ? null : vector.offsets(),
        fitted.rule().alpha(),
        fitted.rule().beta(),
        fitted.personal().map(Personal::of).orElse(null),
        fitted.abstention().map(Judge::of).orElse(null));
  }

  /**
   * The fusion.
   *
   * @param loadGate reads the gate of a gated fusion
   * @throws IllegalArgumentException if parts are missing or contradict each other
   */
  FittedFusion fitted(Function<SystemDocument.FileRef, LateFusion> loadGate) {
    ThresholdRule rule = new ThresholdRule(alpha, beta);
    return new FittedFusion(
        fusion(loadGate),
        calibration(),
        rule,
        Optional.ofNullable(personal).map(own -> own.decision(rule)),
        Optional.ofNullable(abstention).map(Judge::abstention));
  }

  private LateFusion fusion(Function<SystemDocument.FileRef, LateFusion> loadGate) {
    if (gate != null && weights == null) {
      return loadGate.apply(gate);
    }
    if (gate != null || weights == null || pooling == null) {
      throw new IllegalArgumentException(
          "fusion has weights %s with pooling %s and gate %s: must be weights with a pooling, or a gate"
              .formatted(weights, pooling, gate));
    }
    return WeightedFusion.of(weights)
        .withPooling(Pooling.valueOf(pooling.toUpperCase(Locale.ROOT)));
  }

  private Calibration calibration() {
    if (temperature != null && scales == null && offsets == null) {
      return TemperatureScaling.of(temperature);
    }
    if (temperature == null && scales != null && offsets != null) {
      return VectorScaling.of(scales, offsets);
    }
    if (temperature != null || scales != null || offsets != null) {
      throw new IllegalArgumentException(
          "calibration has a temperature and scales, or scales without offsets: must be one of them");
    }
    return Calibration.identity();
  }
}
