package io.github.blemore.report;

import io.github.blemore.EncoderOrigin;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.system.BlendSystem;
import io.github.blemore.system.SystemMember;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The page of one system: how good it is on people who were left out, what it is made of, where
 * that comes from. The pictures are of the evaluation by protocol nested, or of the other one if
 * that is all there is.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class SystemReport {

  private final BlendSystem system;
  private final SystemNames names;
  private final Set<String> taskAdapted;

  private SystemReport(BlendSystem system) {
    this.system = system;
    this.names = SystemNames.of(system.origins());
    this.taskAdapted =
        system.members().stream()
            .filter(SystemMember::taskAdapted)
            .map(SystemMember::id)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The page of this system. */
  public static SystemReport of(BlendSystem system) {
    return new SystemReport(system);
  }

  /**
   * Writes the page.
   *
   * @param html replaced if it is there; its folder must be
   * @throws IOException if it cannot be written; the message says why
   */
  public void write(Path html) throws IOException {
    HtmlReport report = new HtmlReport("A blemore system", names).text(system + ".");
    List<String> madeUp =
        system.origins().stream().map(EncoderOrigin::id).filter(names.madeUp()::contains).toList();
    if (!madeUp.isEmpty()) {
      report.note(
          ("Made-up weights: %s. Random numbers are in these networks, so this page tells nothing about how"
                  + " good they are.")
              .formatted(String.join(", ", madeUp)));
    }
    Optional<ExperimentResult> shown =
        system.evaluation(Protocol.NESTED).or(() -> system.evaluations().stream().findFirst());
    shown.ifPresentOrElse(result -> evaluated(report, result), () -> notEvaluated(report));
    made(report);
    report.write(html);
  }

  private void evaluated(HtmlReport report, ExperimentResult result) {
    report
        .headline(result)
        .section("Scores")
        .text(
            "Each encoder alone, fused, and what is reached without looking. ACC_presence: of all clips, the"
                + " set of emotions is right. ACC_salience: of true blends, also which is stronger. Score:"
                + " their mean. A fusion should be above every encoder, all of them above chance.");
    if (result.protocol() == Protocol.CHALLENGE) {
      report.note("Chosen on the people it is scored on: optimistic. New people would get less.");
    }
    report.scores(result);
    for (ExperimentResult other : system.evaluations()) {
      if (!other.equals(result)) {
        report.text("The same by the other protocol:").scores(other);
      }
    }
    report.chosen(result, taskAdapted);
  }

  private static void notEvaluated(HtmlReport report) {
    report.note(
        "This system was not evaluated: how good it is on people it does not know was not measured, so"
            + " there are no scores on this page. Fit it again without --no-evaluation to get them.");
  }

  private void made(HtmlReport report) {
    report
        .section("The system itself")
        .text(
            "What was fitted on all clips and is used for new ones. Scores are of systems that were fitted"
                + " the same way without the people who were scored.")
        .weights(system.weights(), taskAdapted)
        .markup(OriginFacts.fitted(system.fitted()))
        .section("Where it comes from")
        .markup(OriginFacts.origin(system.origin()))
        .text("The encoders. With other weights or other preprocessing a system refuses to work.")
        .markup(OriginFacts.encoders(system.members(), names));
  }
}
