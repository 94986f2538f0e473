package io.github.blemore.cli;

import io.github.blemore.Recognition;
import io.github.blemore.ThresholdRule;
import io.github.blemore.Vote;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** For people: a line for the clip, then one for each vote. */
final class TextPredictions implements PredictionWriter {

  private final PrintWriter out;

  TextPredictions(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void write(Recognition recognition, ThresholdRule rule) {
    out.printf(
        Locale.ROOT,
        "%s: %s%n  fused      %s  (%.2f-%.2f s)%n",
        recognition.clip().id(),
        recognition.blend(),
        recognition.distribution(),
        recognition.span().start(),
        recognition.span().end());
    recognition
        .clip()
        .person()
        .ifPresent(
            person ->
                out.printf(Locale.ROOT, "  beta       %.3f, that of %s%n", rule.beta(), person));
    recognition
        .confidence()
        .ifPresent(one -> out.printf(Locale.ROOT, "  confidence %.2f%n", one.probability()));
    Set<String> madeUp = PredictionWriter.madeUp(recognition);
    for (Vote vote : recognition.votes()) {
      double weight = recognition.weights().getOrDefault(vote.encoderId(), 0.0);
      out.printf(
          Locale.ROOT,
          "  %-10s %s%s%n",
          vote.encoderId(),
          vote.distribution()
              .map(p -> String.format(Locale.ROOT, "%s  weight %.2f", p, weight))
              .orElseGet(() -> "missing: " + vote.missingReason().orElse("")),
          madeUp.contains(vote.encoderId()) ? "  (made-up weights)" : "");
    }
    recognition.notes().forEach(note -> out.println("  note       " + note));
    out.flush();
  }

  @Override
  public void finish(Map<String, String> failures) {
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
