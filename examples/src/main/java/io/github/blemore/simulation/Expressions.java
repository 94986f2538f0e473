package io.github.blemore.simulation;

import io.github.blemore.Emotion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which action units make which expression. The combinations follow the prototypes and major
 * variants in the table of emotion predictions of P. Ekman, W. V. Friesen and J. C. Hager, "Facial
 * Action Coding System: Investigator's Guide" (2002), of each emotion a few, without the units that
 * {@link ActionUnit} does not have (11, 22, 27); the intensities are ours.
 */
final class Expressions {

  private static final Map<Emotion, List<Expression>> VARIANTS =
      Map.of(
          Emotion.ANGER,
          variants("4E+5D+7D+23D", "4E+5C+7D+17C+24D", "4E+5D+7D+10C+23B+25D+26B"),
          Emotion.DISGUST,
          variants("9E+15C+16C+25C", "9E+17C", "10E+16C+25D"),
          Emotion.FEAR,
          variants("1E+2D+4B+5E+20E+25D+26C", "1E+2E+4B+5E+25D+26D", "5E+20E+25D"),
          Emotion.HAPPINESS,
          variants("6D+12D", "6D+12E+25D", "6E+12E+25E+26B"),
          Emotion.SADNESS,
          variants("1E+4C+15D", "1D+4C+15D+17C", "6B+15E"),
          Emotion.NEUTRAL,
          List.of());

  private Expressions() {}

  private static List<Expression> variants(String... notations) {
    return Stream.of(notations).map(Expression::of).toList();
  }

  /** The ways to show an emotion; none for neutral. */
  static List<Expression> of(Emotion emotion) {
    return Objects.requireNonNull(VARIANTS.get(emotion));
  }
}
