package io.github.blemore.metrics;

import io.github.blemore.Blend;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Which emotions were predicted for which, whatever their saliences: a row for each true class, a
 * column for each predicted one. The sixteen classes are the six emotions alone in class order,
 * then the ten pairs of the others than neutral in class order.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class ConfusionMatrix {

  private static final List<String> LABELS =
      Blend.all().stream().map(ConfusionMatrix::label).distinct().toList();

  private final int[][] counts;

  private ConfusionMatrix(int[][] counts) {
    this.counts = counts;
  }

  /**
   * Counts predictions.
   *
   * @param truth what each clip shows
   * @param predicted what was predicted for each, in the same order
   * @throws IllegalArgumentException if the lists differ in length
   */
  public static ConfusionMatrix of(List<Blend> truth, List<Blend> predicted) {
    if (truth.size() != predicted.size()) {
      throw new IllegalArgumentException(
          "%d true blends and %d predicted ones: must be as many"
              .formatted(truth.size(), predicted.size()));
    }
    int[][] counts = new int[LABELS.size()][LABELS.size()];
    for (int i = 0; i < truth.size(); i++) {
      counts[classOf(truth.get(i))][classOf(predicted.get(i))]++;
    }
    return new ConfusionMatrix(counts);
  }

  /** The sixteen classes' names in order, such as {@code ang} and {@code ang+hap}. */
  public static List<String> labels() {
    return LABELS;
  }

  /** The class a blend is of: an index into {@link #labels}. */
  public static int classOf(Blend blend) {
    return LABELS.indexOf(label(blend));
  }

  private static String label(Blend blend) {
    return blend.parts().stream()
        .map(part -> part.emotion().code())
        .collect(Collectors.joining("+"));
  }

  /** A copy of the counts, {@code [16, 16]}: true class, predicted class. */
  public int[][] counts() {
    return Arrays.stream(counts).map(int[]::clone).toArray(int[][]::new);
  }

  /** How many clips of the first blend's class were taken for the second's. */
  public int count(Blend truth, Blend predicted) {
    return counts[classOf(truth)][classOf(predicted)];
  }

  /** How many clips were counted. */
  public int clips() {
    return Arrays.stream(counts).mapToInt(row -> Arrays.stream(row).sum()).sum();
  }

  /**
   * The share of the clips of a blend's class that were taken for that class, 0..1; empty if there
   * is no such clip.
   */
  public OptionalDouble recall(Blend truth) {
    int index = classOf(truth);
    int clips = Arrays.stream(counts[index]).sum();
    return clips == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(counts[index][index] / (double) clips);
  }

  /** The sum of this and another, such as of two folds. */
  public ConfusionMatrix plus(ConfusionMatrix other) {
    int[][] sum = counts();
    for (int row = 0; row < sum.length; row++) {
      for (int column = 0; column < sum.length; column++) {
        sum[row][column] += other.counts[row][column];
      }
    }
    return new ConfusionMatrix(sum);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix that && Arrays.deepEquals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(counts);
  }

  /** A table: a line for each true class, a column for each predicted one. */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder("true \\ predicted");
    LABELS.forEach(label -> table.append(String.format(Locale.ROOT, " %8s", label)));
    for (int row = 0; row < counts.length; row++) {
      table.append(String.format(Locale.ROOT, "%n%-16s", LABELS.get(row)));
      for (int count : counts[row]) {
        table.append(String.format(Locale.ROOT, " %8d", count));
      }
    }
    return table.toString();
  }
}
