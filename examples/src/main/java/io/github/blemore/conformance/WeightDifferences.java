package io.github.blemore.conformance;

import io.github.blemore.safetensors.SafeTensors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How far weights after some steps of AdamW are from the original's. Adam divides by the gradient's
 * size: where the gradient is all rounding, a weight moves by up to the learning rate in a
 * direction that means nothing. So weights are compared in three kinds, each with a tolerance of
 * its own.
 */
final class WeightDifferences {

  private static final double FLOOR = 1e-5;

  /** By the gradient at the initial weights. */
  private enum Kind {
    /** Elements whose gradient is above the floor. */
    CLEAR("", 2e-6, 1e-4),
    /** The others of the same tensors; differences in units of the layer's share of the rate. */
    VANISHING(" (vanishing gradient)", 2.1e-3, 1.1e-2),
    /** Tensors that have none or exact zeros, which must stay or just decay. */
    ABSENT(" (no gradient)", 1e-6, 1e-6);

    private final String words;
    private final double afterOne;
    private final double afterAll;

    Kind(String words, double afterOne, double afterAll) {
      this.words = words;
      this.afterOne = afterOne;
      this.afterAll = afterAll;
    }
  }

  private final SafeTensors gradients;
  private final Map<Kind, List<Double>> differences = new EnumMap<>(Kind.class);
  private final TreeSet<String> compared = new TreeSet<>();

  /**
   * No differences.
   *
   * @param gradients at the initial weights
   */
  WeightDifferences(SafeTensors gradients) {
    this.gradients = gradients;
  }

  /**
   * Adds those of a tensor.
   *
   * @param factor the layer's share of the learning rate
   */
  void add(String name, float[] found, float[] expected, double factor) {
    if (found.length != expected.length) {
      throw new IllegalArgumentException(
          "%s has %d values where the reference has %d"
              .formatted(name, found.length, expected.length));
    }
    compared.add(name);
    float[] gradient =
        gradients.names().contains(name)
            ? gradients.get(name).toFloats()
            : new float[expected.length];
    boolean absent = isZero(gradient);
    for (int i = 0; i < found.length; i++) {
      double difference = (double) found[i] - expected[i];
      if (absent) {
        add(Kind.ABSENT, difference);
      } else if (Math.abs(gradient[i]) > FLOOR) {
        add(Kind.CLEAR, difference);
      } else {
        add(Kind.VANISHING, difference / factor);
      }
    }
  }

  private void add(Kind kind, double difference) {
    differences.computeIfAbsent(kind, any -> new ArrayList<>()).add(difference);
  }

  private static boolean isZero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * A check for each kind there is. A tensor of the original's that was not compared must be one
   * that is only copied: without a gradient.
   */
  void check(String model, String file, int steps, Collection<String> names, Findings findings) {
    TreeSet<String> missing = new TreeSet<>(names);
    missing.removeAll(compared);
    missing.retainAll(gradients.names());
    differences.forEach(
        (kind, values) ->
            findings.check(
                model,
                file + kind.words,
                steps == 1 ? kind.afterOne : kind.afterAll,
                () -> {
                  if (!missing.isEmpty()) {
                    throw new IllegalArgumentException("not trained: " + missing);
                  }
                  return Findings.maxAbsDiff(
                      values.stream().mapToDouble(Double::doubleValue).toArray(),
                      new double[values.size()]);
                }));
  }
}
