package io.github.blemore.cli;

import io.github.blemore.Encoder;
import io.github.blemore.gemini.GeminiEncoder;
import io.github.blemore.gemini.GeminiSpending;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What remote services were used for. */
final class Spending {

  private Spending() {}

  /** By encoder id; empty if none of the encoders is remote. */
  static Map<String, GeminiSpending> of(List<Encoder> encoders) {
    Map<String, GeminiSpending> spending = new TreeMap<>();
    for (Encoder encoder : encoders) {
      if (encoder instanceof GeminiEncoder gemini) {
        spending.put(gemini.info().id(), gemini.spending());
      }
    }
    return spending;
  }

  /** A line for each remote encoder. */
  static void tell(List<Encoder> encoders, PrintWriter err) {
    of(encoders).forEach((id, spent) -> err.println("%s: %s".formatted(id, words(spent))));
  }

  static String words(GeminiSpending spent) {
    return String.format(
        Locale.ROOT,
        "%d requests, %d bytes sent, estimated cost %.4f USD (not the bill)",
        spent.requests(),
        spent.bytesSent(),
        spent.estimatedUsd());
  }
}
