package io.github.blemore.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Bars in the cells of a table, all on one scale: from zero to the mean over the folds, a thin line
 * for a range, a dot for each fold. The numbers stand in other cells.
 *
 * @param low the value at the left end, 0 or less
 * @param high the value at the right end, above low
 * @param reference a value that is marked by a dashed line, if there is one
 */
record Bar(double low, double high, OptionalDouble reference) {

  private static final double LEAST = 1e-9;

  /** The scale on which all of these values and zero can be shown. */
  static Bar over(Stream<Double> values, OptionalDouble reference) {
    double[] ends = {0, LEAST};
    values.forEach(
        value -> {
          ends[0] = Math.min(ends[0], value);
          ends[1] = Math.max(ends[1], value);
        });
    return new Bar(ends[0], ends[1], reference);
  }

  /**
   * One bar.
   *
   * @param mean how far it reaches
   * @param from where the range begins
   * @param to where it ends
   * @param folds the values of the folds
   */
  String of(double mean, double from, double to, List<Double> folds) {
    StringBuilder bar = new StringBuilder("<span class=\"bar\" aria-hidden=\"true\">");
    bar.append(stretch("i", Math.min(0, mean), Math.max(0, mean)));
    reference.ifPresent(value -> bar.append(at("s", value)));
    bar.append(stretch("b", Math.max(low, from), Math.min(high, to)));
    folds.forEach(value -> bar.append(at("u", value)));
    return bar.append("</span>").toString();
  }

  private String stretch(String tag, double from, double to) {
    return String.format(
        Locale.ROOT,
        "<%s style=\"left:%.1f%%;width:%.1f%%\"></%s>",
        tag,
        percent(from),
        Math.max(0, percent(to) - percent(from)),
        tag);
  }

  private String at(String tag, double value) {
    return String.format(Locale.ROOT, "<%s style=\"left:%.1f%%\"></%s>", tag, percent(value), tag);
  }

  private double percent(double value) {
    return 100 * (value - low) / (high - low);
  }
}
