package io.github.blemore.report;

import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.metrics.ScoreSummary;
import java.util.Optional;
import java.util.function.Function;

/** The three figures of the chosen system, with what guessing would reach. */
final class Headline {

  private Headline() {}

  static String of(ExperimentResult result) {
    ScoreSummary chosen = result.chosen().summary();
    Optional<ScoreSummary> chance =
        result.ofKind(SystemResult.Kind.BASELINE).stream()
            .filter(system -> system.name().equals(ScoreTable.CHANCE))
            .map(SystemResult::summary)
            .findFirst();
    return "<div class=\"tiles\">\n"
        + tile("Score, the mean of the two", chosen, chance, ScoreSummary::score)
        + tile("ACC_presence: the right emotions", chosen, chance, ScoreSummary::presence)
        + tile("ACC_salience: blends right in full", chosen, chance, ScoreSummary::salience)
        + "</div>\n";
  }

  private static String tile(
      String what,
      ScoreSummary chosen,
      Optional<ScoreSummary> chance,
      Function<ScoreSummary, ScoreSummary.Spread> figure) {
    return "<div>%s<b>%s</b><span class=\"soft\">%s</span></div>\n"
        .formatted(
            what,
            figure.apply(chosen),
            chance
                .map(figure)
                .map(spread -> "guessing: " + Html.number(spread.mean()))
                .orElse("of 1"));
  }
}
