package io.github.blemore.gemini;

import io.github.blemore.EncoderStoppedException;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Counts what is sent, and stops before a limit is passed. Safe to share between threads. */
final class Spending {

  /** Sums of prices are not exact: what is this much above a budget is not above it. */
  private static final double ROUNDING = 1e-9;

  private final OptionalDouble budget;
  private final OptionalLong maxRequests;
  private long requests;
  private long bytes;
  private double usd;
  private long tokens;

  /** With limits, or none. */
  Spending(OptionalDouble budget, OptionalLong maxRequests) {
    this.budget = budget;
    this.maxRequests = maxRequests;
  }

  /**
   * Counts a request that will now be sent.
   *
   * @throws EncoderStoppedException if it would pass a limit: then nothing is counted
   */
  synchronized void reserve(long requestBytes, double requestUsd) {
    if (maxRequests.isPresent() && requests + 1 > maxRequests.getAsLong()) {
      throw new EncoderStoppedException(
          "all %d requests of this run are used up (maxRequests): not remembered between runs, so start again to send as many once more"
              .formatted(maxRequests.getAsLong()));
    }
    if (budget.isPresent() && usd + requestUsd > budget.getAsDouble() + ROUNDING) {
      throw new EncoderStoppedException(
          String.format(
              Locale.ROOT,
              "the budget of this run, %.4f USD, would be passed: %d requests so far, about %.4f USD, and %.4f USD for the next; not remembered between runs: start again to spend as much once more",
              budget.getAsDouble(),
              requests,
              usd,
              requestUsd));
    }
    requests++;
    bytes += requestBytes;
    usd += requestUsd;
  }

  /** Takes back a request that was counted and could not be sent. */
  synchronized void giveBack(long requestBytes, double requestUsd) {
    requests--;
    bytes -= requestBytes;
    usd = Math.max(0, usd - requestUsd);
  }

  /** Adds what the service says it counted. */
  synchronized void report(long promptTokens) {
    tokens += promptTokens;
  }

  synchronized GeminiSpending snapshot() {
    return new GeminiSpending(requests, bytes, usd, tokens);
  }
}
