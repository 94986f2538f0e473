package io.github.blemore.report;

import io.github.blemore.Provenance;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.internal.AtomicFile;
import io.github.blemore.metrics.ConfusionMatrix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One self-contained HTML file: scores with their spread, weights, thresholds, calibration, people
 * and clips as pictures with their numbers. Loads nothing from anywhere, runs no script; light and
 * dark; narrow and wide. Each part says in a sentence or two how it is read.
 *
 * <p>A builder of text; not safe for several threads.
 */
public final class HtmlReport {

  private static final int WORST_CLIPS = 15;

  private final StringBuilder body = new StringBuilder();
  private final String title;

  private final SystemNames names;

  /**
   * Starts a page.
   *
   * @param names how systems are named in tables
   */
  public HtmlReport(String title, SystemNames names) {
    this.title = title;
    this.names = names;
    body.append("<h1>%s</h1>\n".formatted(Html.escaped(title)));
  }

  /** A paragraph that must not be overlooked. */
  public HtmlReport note(String text) {
    body.append("<p class=\"note\">%s</p>\n".formatted(Html.escaped(text)));
    return this;
  }

  /** A heading. */
  public HtmlReport section(String heading) {
    body.append("<h2>%s</h2>\n".formatted(Html.escaped(heading)));
    return this;
  }

  /** A paragraph. */
  public HtmlReport text(String text) {
    return markup(Html.paragraph(text));
  }

  HtmlReport markup(String markup) {
    body.append(markup);
    return this;
  }

  /** The three figures of the chosen system beside those of guessing. */
  public HtmlReport headline(ExperimentResult result) {
    return markup(Headline.of(result));
  }

  /**
   * Every system's accuracies: mean and standard deviation over the folds. Of a single encoder the
   * fusions, which are that encoder, are left out.
   */
  public HtmlReport scores(ExperimentResult result) {
    return markup(ScoreTable.of(result, names));
  }

  /** A system's scores, thresholds, weights and what else was fitted, on every fold. */
  public HtmlReport folds(SystemResult system) {
    return markup(FoldTable.of(system, names));
  }

  /**
   * How much each encoder counts: mean and range over the folds.
   *
   * @param taskAdapted ids of the encoders whose weights were adapted to the task
   */
  public HtmlReport weights(SystemResult system, Set<String> taskAdapted) {
    return system.meanWeights().isEmpty()
        ? text("No encoder has a weight in this system.")
        : markup(WeightTable.of(system, names, taskAdapted));
  }

  /**
   * How much each encoder counts in a system that was fitted once.
   *
   * @param weights encoder id to weight, summing to one
   * @param taskAdapted ids of the encoders whose weights were adapted to the task
   */
  public HtmlReport weights(Map<String, Double> weights, Set<String> taskAdapted) {
    return weights.isEmpty()
        ? text("Weights differ from clip to clip; there are none for all clips.")
        : markup(WeightTable.of(weights, names, taskAdapted));
  }

  /** By how much the chosen system's Score falls when the votes of one encoder are missing. */
  public HtmlReport ablations(ExperimentResult result) {
    if (result.ofKind(SystemResult.Kind.ABLATION).isEmpty()) {
      return text("With a single encoder there is none that could be missing.");
    }
    return text("The system as it was fitted, asked with the votes of one encoder missing. A large fall: "
            + "the others do not know what this one does. None: it could be left out.")
        .markup(AblationTable.of(result, names));
  }

  /** True emotions by row, predicted ones by column; a cell's shade is its share of the row. */
  public HtmlReport confusion(ConfusionMatrix matrix) {
    return text("A row for each of the 16 sets of emotions a clip can show, a column for each that can be"
            + " said. Framed cells, on the diagonal, are right: the stronger their blue, and the"
            + " weaker that of the rest, the better. Guessing would color all alike.")
        .markup(ConfusionTable.of(matrix));
  }

  /** The Score over both thresholds, and where those of each fold are. */
  public HtmlReport thresholds(SystemResult system) {
    return ofAnswers(
        system,
        "The stronger the blue, the better the Score on all clips of the left-out people. Numbered plates are the thresholds"
            + " that each fold was decided by: on strong blue they fit other people, too; far apart, people"
            + " differ in how they show which emotion is stronger. The diamond was found on the same"
            + " clips, so it is optimistic. If calibration was fitted for each fold, probabilities of"
            + " different folds differ a little in what they mean.",
        answered -> ThresholdChart.of(system, answered));
  }

  /** Whether probabilities mean what they say, before and after calibration. */
  public HtmlReport reliability(SystemResult system) {
    return ofAnswers(
        system,
        "Of all emotions that were given a probability of 0.3, a share of 0.3 should be true: good points"
            + " are on the dashed line. Below it the system is too sure, above it too unsure. A blend of"
            + " 70/30 counts as 0.7 and 0.3 true. An error of 0 would be perfect.",
        ReliabilityChart::of);
  }

  /** How many decisions are wrong if only the surest are kept. */
  public HtmlReport riskCoverage(SystemResult system) {
    return ofAnswers(
        system,
        "From left to right more clips are kept, the surest first; wrong is a set of emotions that is not"
            + " the true one. A curve that is low on the left knows what it does not know; one along the"
            + " dashed line is no better than leaving out clips at random.",
        RiskChart::of);
  }

  /** How well each person is recognized. */
  public HtmlReport people(SystemResult system) {
    if (system.answers().isEmpty()) {
      return text("The answers of this system were not kept.");
    }
    return text("Each line is a person, scored when none of their clips was learned from; best first. Dot: the emotions are"
            + " right; diamond: of their blends, also which is stronger. People who differ much are"
            + " served unequally; with few clips a person's"
            + " share is uncertain. A clip without a vote counts as wrong.")
        .markup(PeopleChart.of(system));
  }

  /** The clips whose distribution is furthest from the truth. */
  public HtmlReport worstClips(SystemResult system) {
    return ofAnswers(
        system,
        "The clips whose six probabilities are furthest from the truth, by Kullback-Leibler divergence from"
            + " the soft label in nats: 0 is perfect, 1.79 is what giving all six the same would reach on"
            + " a clip of one emotion. Framed probabilities are of the true emotions.",
        answered -> WorstClips.of(answered, WORST_CLIPS));
  }

  private HtmlReport ofAnswers(
      SystemResult system, String meaning, Function<Answered, String> picture) {
    Answered answered = Answered.of(system);
    if (answered.isEmpty()) {
      return text(
          system.answers().isEmpty()
              ? "The answers of this system were not kept."
              : "No encoder had a vote on any of %s."
                  .formatted(Html.count(system.answers().size(), "clip")));
    }
    return text(meaning + withoutVote(answered)).markup(picture.apply(answered));
  }

  /** A sentence on the clips a picture does not show; empty if there is none. */
  private static String withoutVote(Answered answered) {
    return answered.unanswered() == 0
        ? ""
        : " Not in it: %s without a vote of any encoder."
            .formatted(Html.count(answered.unanswered(), "clip"));
  }

  /**
   * All there is to say of the chosen system of an experiment, each part under its heading.
   *
   * @param taskAdapted ids of the encoders whose weights were adapted to the task
   */
  public HtmlReport chosen(ExperimentResult result, Set<String> taskAdapted) {
    SystemResult chosen = result.chosen();
    section("Weights").weights(chosen, taskAdapted);
    section("If one encoder is missing").ablations(result);
    section("What was confused");
    text(
        "The system \"%s\", every clip predicted when its person was left out.%s"
            .formatted(names.of(chosen), withoutVote(Answered.of(chosen))));
    return confusion(chosen.confusion())
        .section("Thresholds")
        .thresholds(chosen)
        .section("Folds")
        .folds(chosen)
        .section("Do probabilities mean what they say?")
        .reliability(chosen)
        .section("Does it know when it is wrong?")
        .riskCoverage(chosen)
        .section("People")
        .people(chosen)
        .section("Worst clips")
        .worstClips(chosen);
  }

  /**
   * A picture, taken into the page.
   *
   * @throws IOException if it cannot be read
   */
  public HtmlReport picture(Path png, String description) throws IOException {
    body.append(
        "<p><img alt=\"%s\" src=\"data:image/png;base64,%s\"/></p>\n"
            .formatted(
                Html.escaped(description),
                Base64.getEncoder().encodeToString(Files.readAllBytes(png))));
    return this;
  }

  /**
   * Writes the page.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    String page =
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        %s<p class="soft">Page made by blemore %s</p>
        </body>
        </html>
        """
            .formatted(
                Html.escaped(title), Style.CSS, body, Html.escaped(Provenance.libraryVersion()));
    AtomicFile.write(file, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
  }
}
