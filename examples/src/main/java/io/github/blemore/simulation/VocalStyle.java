package io.github.blemore.simulation;

import io.github.blemore.Emotion;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * How a burst of voice sounds: a value for each {@link VocalParameter}.
 *
 * <p>Immutable, safe to share between threads.
 */
final class VocalStyle {

  private final Map<VocalParameter, Double> values = new EnumMap<>(VocalParameter.class);

  /** With a value for each parameter. */
  VocalStyle(ToDoubleFunction<VocalParameter> value) {
    for (VocalParameter parameter : VocalParameter.values()) {
      values.put(parameter, value.applyAsDouble(parameter));
    }
  }

  /** As most people sound with an emotion. */
  static VocalStyle typical(Emotion emotion) {
    return new VocalStyle(parameter -> parameter.typical(emotion));
  }

  double get(VocalParameter parameter) {
    return Objects.requireNonNull(values.get(parameter));
  }

  /** This, moved by a part of the way that leads from one style to another. */
  VocalStyle moved(VocalStyle from, VocalStyle to, double part) {
    return new VocalStyle(p -> get(p) + part * (to.get(p) - from.get(p)));
  }

  /**
   * A style near this one.
   *
   * @param distance standard deviation of each parameter, in its spreads
   */
  VocalStyle near(double distance, RandomGenerator random) {
    return new VocalStyle(p -> get(p) + distance * p.spread() * random.nextGaussian());
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
