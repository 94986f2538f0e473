package io.github.blemore.report;

import io.github.blemore.calibration.RiskCoverage;
import io.github.blemore.experiment.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How many decisions are wrong if only the surest are kept. */
final class RiskChart {

  private static final double LEGEND_HEIGHT = 40;
  private static final double[] COVERAGES = {0.25, 0.5, 0.75, 1};

  /** More points than this cannot be told apart. */
  private static final int MOST_POINTS = 300;

  private RiskChart() {}

  /**
   * What the system's own judgment kept.
   *
   * @param coverage the share of answers that were not called uncertain
   * @param risk the share of them that are wrong; empty if there is none
   */
  private record Kept(double coverage, Optional<Double> risk) {}

  static String of(Answered answered) {
    RiskCoverage curve = RiskCoverage.of(answered.judged());
    Optional<Kept> kept = kept(answered.answers());
    return Html.beside(picture(curve, kept), numbers(curve, kept));
  }

  private static Optional<Kept> kept(List<Answer> answers) {
    List<Answer> judged =
        answers.stream().filter(answer -> answer.confidence().isPresent()).toList();
    if (judged.isEmpty()) {
      return Optional.empty();
    }
    List<Answer> sure =
        judged.stream()
            .filter(answer -> answer.confidence().filter(c -> !c.isUncertain()).isPresent())
            .toList();
    long wrong = sure.stream().filter(answer -> !answer.hasRightEmotions()).count();
    return Optional.of(
        new Kept(
            sure.size() / (double) judged.size(),
            sure.isEmpty() ? Optional.empty() : Optional.of(wrong / (double) sure.size())));
  }

  private static String picture(RiskCoverage curve, Optional<Kept> kept) {
    Plot plot =
        new Plot(
            "Risk-coverage curve: share of wrong decisions over the share of clips that are kept",
            Plot.Axis.share("coverage (share of clips kept, surest first)"),
            Plot.Axis.share("risk (share of wrong decisions among them)"),
            LEGEND_HEIGHT);
    Svg svg = plot.svg();
    List<RiskCoverage.Point> points = curve.points();
    double everything = last(points).risk();
    svg.line("dashed", plot.x(0), plot.y(everything), plot.x(1), plot.y(everything));
    svg.curve(
        "curve", fewer(points).stream().map(p -> plot.point(p.coverage(), p.risk())).toList());
    double x = plot.x(0);
    double y = plot.legend(0);
    svg.line("curve", x, y - 4, x + 22, y - 4).text("", x + 28, y, "surest kept");
    svg.line("dashed", x + 150, y - 4, x + 172, y - 4);
    svg.text("", x + 178, y, "all kept: " + Html.number(everything));
    kept.filter(own -> own.risk().isPresent())
        .ifPresent(
            own -> {
              svg.diamond(
                  "dot2",
                  plot.x(own.coverage()),
                  plot.y(own.risk().orElseThrow()),
                  6,
                  "kept by the system's own judgment");
              svg.diamond("dot2", x + 10, plot.legend(1) - 4, 6, "");
              svg.text("", x + 28, plot.legend(1), "kept by the system's own judgment");
            });
    return svg.markup();
  }

  private static RiskCoverage.Point last(List<RiskCoverage.Point> points) {
    return points.get(points.size() - 1);
  }

  /** Evenly taken from many; always with the last. */
  private static List<RiskCoverage.Point> fewer(List<RiskCoverage.Point> points) {
    List<RiskCoverage.Point> some = new ArrayList<>();
    int step = Math.max(1, points.size() / MOST_POINTS);
    for (int i = 0; i < points.size() - 1; i += step) {
      some.add(points.get(i));
    }
    some.add(last(points));
    return some;
  }

  private static String numbers(RiskCoverage curve, Optional<Kept> kept) {
    List<List<String>> rows = new ArrayList<>();
    for (double coverage : COVERAGES) {
      RiskCoverage.Point point =
          curve.points().stream()
              .filter(one -> one.coverage() >= coverage)
              .findFirst()
              .orElseThrow();
      rows.add(List.of("the surest " + Html.percent(point.coverage()), Html.number(point.risk())));
    }
    rows.add(List.of("area under the curve (AURC)", Html.number(curve.area())));
    return Html.table(List.of("kept", "wrong"), rows) + Html.paragraph(said(kept));
  }

  private static String said(Optional<Kept> kept) {
    if (kept.isEmpty()) {
      return "The system does not say of any answer that it is uncertain.";
    }
    return "The system calls %s of its answers uncertain; of the others %s."
        .formatted(
            Html.percent(1 - kept.get().coverage()),
            kept.get()
                .risk()
                .map(risk -> "a share of %s is wrong".formatted(Html.number(risk)))
                .orElse("there are none"));
  }
}
