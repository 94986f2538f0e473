package io.github.blemore.report;

import io.github.blemore.Blend;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import io.github.blemore.experiment.FoldScore;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.metrics.Scores;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ScoreSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Score over alpha and beta, and where each fold's thresholds are on it. */
final class ThresholdChart {

  /** Cells along each axis. */
  private static final int CELLS = 26;

  /** The second largest probability is never above this: any greater alpha decides alike. */
  private static final double USUAL_HIGHEST_ALPHA = 0.5;

  private static final int LEGEND_STEPS = 5;
  private static final double LEGEND_HEIGHT = 40;
  private static final double RADIUS = 8;

  private final SystemResult system;
  private final Answered answered;
  private final ScoreSurface surface;
  private final double highestAlpha;
  private final double lowest;
  private final double highest;
  private double bestAlpha;
  private double bestBeta;

  private ThresholdChart(SystemResult system, Answered answered) {
    this.system = system;
    this.answered = answered;
    this.highestAlpha =
        system.folds().stream()
                .flatMap(fold -> fold.rule().stream())
                .allMatch(rule -> rule.alpha() <= USUAL_HIGHEST_ALPHA)
            ? USUAL_HIGHEST_ALPHA
            : 1;
    this.surface =
        ScoreSurface.of(
            Probabilities.of(answered.distributions()),
            answered.truth(),
            values(highestAlpha),
            values(1));
    double low = 1;
    double high = -1;
    for (int alpha = 0; alpha < CELLS; alpha++) {
      for (int beta = 0; beta < CELLS; beta++) {
        double score = surface.at(alpha, beta).score();
        low = Math.min(low, score);
        if (score > high) {
          high = score;
          bestAlpha = surface.alphas()[alpha];
          bestBeta = surface.betas()[beta];
        }
      }
    }
    this.lowest = low;
    this.highest = high;
  }

  private static double[] values(double highest) {
    double[] values = new double[CELLS];
    for (int i = 0; i < CELLS; i++) {
      values[i] = highest * i / (CELLS - 1);
    }
    return values;
  }

  /** The picture and its numbers. */
  static String of(SystemResult system, Answered answered) {
    ThresholdChart chart = new ThresholdChart(system, answered);
    return Html.beside(chart.picture(), chart.numbers());
  }

  private String picture() {
    Plot plot =
        new Plot(
            "Score over the presence threshold alpha and the salience threshold beta, with the thresholds of each fold",
            new Plot.Axis("alpha, presence threshold (probability)", 0, highestAlpha, 5),
            Plot.Axis.share("beta, salience threshold (difference of probabilities)"),
            LEGEND_HEIGHT);
    Svg svg = plot.svg();
    cells(plot);
    legend(plot);
    svg.diamond(
        "dot2",
        plot.x(bestAlpha),
        plot.y(bestBeta),
        6,
        "best on all clips: alpha %s, beta %s, Score %s"
            .formatted(Html.number(bestAlpha), Html.number(bestBeta), Html.number(highest)));
    folds(plot);
    return svg.markup();
  }

  /** Cells around the points of the grid; those at its ends are half as wide. */
  private void cells(Plot plot) {
    double[] across = new double[CELLS + 1];
    double[] up = new double[CELLS + 1];
    for (int i = 0; i <= CELLS; i++) {
      double share = Math.min(1, Math.max(0, (i - 0.5) / (CELLS - 1)));
      across[i] = drawn(plot.x(share * highestAlpha));
      up[i] = drawn(plot.y(share));
    }
    Svg svg = plot.svg();
    svg.rectangle("paper", across[0], up[CELLS], across[CELLS] - across[0], up[0] - up[CELLS], 1);
    for (int i = 0; i < CELLS; i++) {
      for (int j = 0; j < CELLS; j++) {
        svg.rectangle(
            "fill cell",
            across[i],
            up[j + 1],
            across[i + 1] - across[i],
            up[j] - up[j + 1],
            shade(surface.at(i, j).score()));
      }
    }
  }

  /** As it is written: cells that met would overlap if their ends were rounded one by one. */
  private static double drawn(double length) {
    return Math.round(10 * length) / 10.0;
  }

  private double shade(double score) {
    return highest > lowest ? (score - lowest) / (highest - lowest) : 0;
  }

  private void legend(Plot plot) {
    Svg svg = plot.svg();
    double y = plot.legend(0);
    double x = plot.x(0);
    svg.text("soft", x, y, "Score");
    for (int step = 0; step < LEGEND_STEPS; step++) {
      double share = step / (LEGEND_STEPS - 1.0);
      double left = x + 40 + 52 * step;
      svg.rectangle("fill", left, y - 10, 52, 12, share);
      svg.text("soft mid", left + 26, y + 16, Html.number(lowest + share * (highest - lowest)));
    }
  }

  /** A plate with the fold's number, moved aside where others are, tied to its point. */
  private void folds(Plot plot) {
    Svg svg = plot.svg();
    List<double[]> taken = new ArrayList<>();
    taken.add(plot.point(bestAlpha, bestBeta));
    for (FoldScore fold : system.folds()) {
      if (fold.rule().isEmpty()) {
        continue;
      }
      ThresholdRule rule = fold.rule().get();
      double x = plot.x(rule.alpha());
      double y = plot.y(rule.beta());
      double[] plate = free(plot, taken, x, y);
      taken.add(plate);
      svg.line("axis", x, y, plate[0], plate[1]);
      svg.circle("plate", x, y, 2.5, "");
      svg.circle(
          "plate",
          plate[0],
          plate[1],
          RADIUS,
          "fold %d: alpha %s, beta %s"
              .formatted(fold.fold(), Html.number(rule.alpha()), Html.number(rule.beta())));
      svg.text("mid", plate[0], plate[1] + 4, String.valueOf(fold.fold()));
    }
  }

  private double[] free(Plot plot, List<double[]> taken, double x, double y) {
    double step = 2 * RADIUS + 2;
    for (int ring = 1; ; ring++) {
      for (int turn = 0; turn < 8 * ring; turn++) {
        double angle = 2 * Math.PI * (turn + 1) / (8 * ring);
        double[] at = {x + ring * step * Math.cos(angle), y - ring * step * Math.sin(angle)};
        boolean inside =
            at[0] > plot.x(0) + RADIUS
                && at[0] < plot.x(highestAlpha) - RADIUS
                && at[1] > plot.y(1) + RADIUS
                && at[1] < plot.y(0) - RADIUS;
        boolean apart =
            taken.stream()
                .allMatch(other -> Math.hypot(other[0] - at[0], other[1] - at[1]) >= step - 1);
        if ((inside && apart) || ring > system.folds().size() + 2) {
          return at;
        }
      }
    }
  }

  private String numbers() {
    List<List<String>> rows = new ArrayList<>();
    for (FoldScore fold : system.folds()) {
      Optional<ThresholdRule> rule = fold.rule();
      rows.add(
          List.of(
              "fold " + fold.fold(),
              rule.map(one -> Html.number(one.alpha())).orElse(""),
              rule.map(one -> Html.number(one.beta())).orElse(""),
              Html.number(fold.scores().score()),
              rule.map(one -> Html.number(onAll(one))).orElse("")));
    }
    rows.add(
        List.of(
            "best, ◇", Html.number(bestAlpha), Html.number(bestBeta), "", Html.number(highest)));
    return Html.table(List.of("", "alpha", "beta", "Score on it", "on all clips"), rows)
        + (isPersonal()
            ? Html.paragraph(
                "Beta was adapted to each person; the picture is of one beta common to all, from"
                    + " which the adaptation starts.")
            : "");
  }

  private double onAll(ThresholdRule rule) {
    List<Blend> decided =
        answered.distributions().stream().map(distribution -> rule.decide(distribution)).toList();
    return Scores.of(answered.truth(), decided).score();
  }

  /** Whether some clip was decided on otherwise than by its fold's thresholds. */
  private boolean isPersonal() {
    for (int i = 0; i < answered.answers().size(); i++) {
      int fold = answered.answers().get(i).clip().fold();
      EmotionDistribution distribution = answered.distributions().get(i);
      Blend said = answered.blends().get(i);
      boolean other =
          system.folds().stream()
              .filter(one -> one.fold() == fold)
              .flatMap(one -> one.rule().stream())
              .anyMatch(rule -> !rule.decide(distribution).equals(said));
      if (other) {
        return true;
      }
    }
    return false;
  }
}
