package io.github.blemore.calibration;

import io.github.blemore.Blend;
import io.github.blemore.Confidence;
import io.github.blemore.ConfidenceRule;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Says "uncertain" where decisions would be wrong more often than a chosen risk: what is judged is
 * how close the distribution is to one that would leave no doubt, and a threshold on that is chosen
 * on labeled clips (selective classification, Geifman &amp; El-Yaniv 2017). Wrong is a decided set
 * of emotions that is not the true one; saliences are of no account.
 *
 * <p>{@link #closeness} is ours. On simulated people in 32 settings, from 18 to 72 % wrong, the
 * area under the risk-coverage curve was 0.429 on average, against 0.447 with the probability of
 * the decided emotions, 0.464 with the negative entropy, and 0.438 with the distance to where the
 * decided set would change; where more than 55 % are wrong, as in the challenge, 0.582 against
 * 0.587, 0.591 and 0.611. Where less than 40 % were, that last one was better, 0.154 against 0.184.
 *
 * <p>The risk is kept on the clips fitted on. It holds for others only as far as they resemble
 * those, decided by the same rule; no bound is given, since clips of one person are alike and the
 * usual ones take them to be independent. Fit on clips that neither heads nor thresholds were
 * fitted on.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Abstention implements ConfidenceRule {

  private final double risk;
  private final OptionalDouble threshold;
  private final IsotonicRegression probability;

  private Abstention(double risk, OptionalDouble threshold, IsotonicRegression probability) {
    this.risk = risk;
    this.threshold = threshold;
    this.probability = probability;
  }

  /**
   * The rule with these parameters.
   *
   * @param risk the share of wrong decisions that is borne, 0..1
   * @param threshold the least closeness that is not uncertain; empty if all are
   * @param probability closeness to the probability of being right
   * @throws IllegalArgumentException if the risk is not in 0..1, or the threshold not finite
   */
  public static Abstention of(
      double risk, OptionalDouble threshold, IsotonicRegression probability) {
    if (!(risk >= 0 && risk <= 1)) {
      throw new IllegalArgumentException("risk is %s: must be 0..1".formatted(risk));
    }
    if (threshold.isPresent() && !Double.isFinite(threshold.getAsDouble())) {
      throw new IllegalArgumentException(
          "threshold is %s: must be finite".formatted(threshold.getAsDouble()));
    }
    return new Abstention(risk, threshold, probability);
  }

  /**
   * The rule that keeps as many clips as it can with a share of wrong decisions among them that is
   * not above the risk. If no threshold reaches that, every decision is uncertain, and {@link
   * #threshold} is empty.
   *
   * @param risk the share of wrong decisions that is borne, 0..1
   * @param decisions as of {@link Judged#of}, at least one
   * @throws IllegalArgumentException if the risk is not in 0..1, or there is no decision
   */
  public static Abstention fit(double risk, List<Judged> decisions) {
    OptionalDouble threshold =
        RiskCoverage.of(decisions)
            .at(risk)
            .map(point -> OptionalDouble.of(point.threshold()))
            .orElse(OptionalDouble.empty());
    return of(risk, threshold, IsotonicRegression.fit(decisions));
  }

  /**
   * How close a distribution is to one that has only the decided emotions, all alike: {@code 1 - |p
   * - t|^2 / 2}, where t is 1 for a single emotion, or 0.5 for both of a pair.
   *
   * @return about 0 to 1
   */
  public static double closeness(EmotionDistribution distribution, Blend decided) {
    double share = 1.0 / decided.parts().size();
    double distance = 0;
    for (Emotion emotion : Emotion.classOrder()) {
      double wanted = decided.salience(emotion) > 0 ? share : 0;
      double gap = distribution.probability(emotion) - wanted;
      distance += gap * gap;
    }
    return 1 - distance / 2;
  }

  /** The share of wrong decisions that is borne, 0..1. */
  public double risk() {
    return risk;
  }

  /** The least closeness that is not uncertain; empty if all are. */
  public OptionalDouble threshold() {
    return threshold;
  }

  /** Closeness to the probability of being right. */
  public IsotonicRegression probability() {
    return probability;
  }

  @Override
  public Confidence judge(EmotionDistribution distribution, Blend decided) {
    double closeness = closeness(distribution, decided);
    double right = probability.at(closeness);
    if (threshold.isEmpty()) {
      return Confidence.uncertain(
          right,
          "no clips were set apart of which at most a share of %s was decided wrong"
              .formatted(risk));
    }
    return closeness >= threshold.getAsDouble()
        ? Confidence.sure(right)
        : Confidence.uncertain(
            right,
            String.format(
                Locale.ROOT,
                "closeness %.3f is below %.3f, needed for a risk of %s",
                closeness,
                threshold.getAsDouble(),
                risk));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Abstention that
        && risk == that.risk
        && threshold.equals(that.threshold)
        && probability.equals(that.probability);
  }

  @Override
  public int hashCode() {
    return Objects.hash(risk, threshold, probability);
  }

  /** Such as {@code uncertain below closeness 0.53, for a risk of 0.2}. */
  @Override
  public String toString() {
    return threshold.isPresent()
        ? String.format(
            Locale.ROOT,
            "uncertain below closeness %.3f, for a risk of %s",
            threshold.getAsDouble(),
            risk)
        : "always uncertain, a risk of %s being out of reach".formatted(risk);
  }
}
