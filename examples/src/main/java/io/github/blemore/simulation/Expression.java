package io.github.blemore.simulation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way to show an emotion in the face: how far each action unit is contracted at full strength.
 *
 * <p>Immutable, safe to share between threads.
 */
final class Expression {

  private static final Pattern PART = Pattern.compile("(\\d+)([A-E])");

  private final Amounts<ActionUnit> weights = new Amounts<>(ActionUnit.class);

  private Expression() {}

  /**
   * Reads the notation of the Facial Action Coding System, such as {@code 6D+12E}: numbers of units
   * with their intensity, from A (a trace) to E (as far as it goes).
   */
  static Expression of(String notation) {
    Expression expression = new Expression();
    for (String part : notation.split("\\+", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "part %s of %s: must be a number and one of A to E".formatted(part, notation));
      }
      ActionUnit unit = ActionUnit.ofNumber(Integer.parseInt(matcher.group(1)));
      expression.weights.set(unit, (matcher.group(2).charAt(0) - 'A' + 1) / 5.0);
    }
    return expression;
  }

  /** How far a unit is contracted at full strength: 0..1. */
  double weight(ActionUnit unit) {
    return weights.get(unit);
  }
}
