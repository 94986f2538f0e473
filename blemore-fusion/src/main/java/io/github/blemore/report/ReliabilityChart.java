package io.github.blemore.report;

import io.github.blemore.calibration.Reliability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether probabilities mean what they say, before calibration and after. */
final class ReliabilityChart {

  private static final double LEGEND_HEIGHT = 40;

  private ReliabilityChart() {}

  static String of(Answered answered) {
    Reliability after = Reliability.of(answered.distributions(), answered.truth());
    if (!answered.isCalibrated()) {
      return Html.beside(
          picture(List.of(), after, "without calibration"),
          errors(List.of(row("not calibrated", after))) + bins("Numbers of the picture", after));
    }
    Reliability before = Reliability.of(answered.fused(), answered.truth());
    return Html.beside(
        picture(before.bins(), after, "after calibration"),
        errors(List.of(row("before calibration", before), row("after calibration", after)))
            + bins("Numbers before calibration", before)
            + bins("Numbers after calibration", after));
  }

  private static String picture(List<Reliability.Bin> before, Reliability after, String name) {
    Plot plot =
        new Plot(
            "Reliability diagram: mean true share of an emotion over its mean probability",
            Plot.Axis.share("probability given (mean of the bin)"),
            Plot.Axis.share("true share (mean soft label)"),
            LEGEND_HEIGHT);
    Svg svg = plot.svg();
    svg.line("dashed", plot.x(0), plot.y(0), plot.x(1), plot.y(1));
    svg.curve("curve2", points(plot, before));
    before.forEach(
        bin ->
            svg.diamond(
                "dot2", plot.x(bin.meanProbability()), plot.y(bin.meanLabel()), 5, said(bin)));
    svg.curve("curve", points(plot, after.bins()));
    after
        .bins()
        .forEach(
            bin ->
                svg.circle(
                    "dot", plot.x(bin.meanProbability()), plot.y(bin.meanLabel()), 4.5, said(bin)));
    double x = plot.x(0);
    svg.circle("dot", x + 6, plot.legend(0) - 4, 4.5, "").text("", x + 16, plot.legend(0), name);
    svg.line("dashed", x + 160, plot.legend(0) - 4, x + 182, plot.legend(0) - 4);
    svg.text("", x + 188, plot.legend(0), "perfect");
    if (!before.isEmpty()) {
      svg.diamond("dot2", x + 6, plot.legend(1) - 4, 5, "");
      svg.text("", x + 16, plot.legend(1), "before calibration");
    }
    return svg.markup();
  }

  private static List<double[]> points(Plot plot, List<Reliability.Bin> bins) {
    return bins.stream().map(bin -> plot.point(bin.meanProbability(), bin.meanLabel())).toList();
  }

  private static String said(Reliability.Bin bin) {
    return "%d pairs of a clip and an emotion: probability %s, true share %s"
        .formatted(bin.pairs(), Html.number(bin.meanProbability()), Html.number(bin.meanLabel()));
  }

  private static List<String> row(String name, Reliability of) {
    return List.of(name, Html.number(of.classwiseError()), Html.number(of.pooledError()));
  }

  private static String errors(List<List<String>> rows) {
    return Html.table(List.of("expected calibration error", "classwise", "pooled"), rows);
  }

  private static String bins(String title, Reliability of) {
    List<List<String>> rows = new ArrayList<>();
    for (Reliability.Bin bin : of.bins()) {
      rows.add(
          List.of(
              String.format(Locale.ROOT, "%.2f to %.2f", bin.low(), bin.high()),
              String.valueOf(bin.pairs()),
              Html.number(bin.meanProbability()),
              Html.number(bin.meanLabel())));
    }
    return Html.folded(
        title, Html.table(List.of("bin", "pairs", "probability", "true share"), rows));
  }
}
