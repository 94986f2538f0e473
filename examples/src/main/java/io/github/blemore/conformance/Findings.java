package io.github.blemore.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Collects what the checks of one fixture folder find. */
final class Findings {

  /** Work that makes the numbers to compare. */
  interface Comparison {
    /** The largest absolute difference. */
    double maxAbsDiff() throws IOException;
  }

  private final String fixture;
  private final List<ConformanceReport.Check> checks = new ArrayList<>();
  private final List<ConformanceReport.Skipped> skipped = new ArrayList<>();

  Findings(String fixture) {
    this.fixture = fixture;
  }

  /** Compares; whatever goes wrong on the way is a failed check, not the end of the others. */
  void check(String caseName, String tensor, double tolerance, Comparison comparison) {
    try {
      double difference = comparison.maxAbsDiff();
      checks.add(
          new ConformanceReport.Check(
              fixture, caseName, tensor, difference, tolerance, difference <= tolerance, null));
    } catch (IOException | RuntimeException e) {
      fail(caseName, tensor, tolerance, e);
    }
  }

  void fail(String caseName, String tensor, double tolerance, Exception cause) {
    checks.add(
        new ConformanceReport.Check(
            fixture,
            caseName,
            tensor,
            Double.MAX_VALUE,
            tolerance,
            false,
            cause.getClass().getSimpleName() + ": " + cause.getMessage()));
  }

  void skip(String what, String reason) {
    skipped.add(new ConformanceReport.Skipped(what, reason));
  }

  List<ConformanceReport.Check> checks() {
    return checks;
  }

  List<ConformanceReport.Skipped> skipped() {
    return skipped;
  }

  /** The largest absolute difference; arrays of different lengths are an error. */
  static double maxAbsDiff(float[] actual, float[] expected) {
    requireSameLength(actual.length, expected.length);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = larger(largest, actual[i], expected[i]);
    }
    return largest;
  }

  /** The largest absolute difference; arrays of different lengths are an error. */
  static double maxAbsDiff(double[] actual, double[] expected) {
    requireSameLength(actual.length, expected.length);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = larger(largest, actual[i], expected[i]);
    }
    return largest;
  }

  /** The largest absolute difference of bytes as 0..255. */
  static double maxAbsDiff(byte[] actual, byte[] expected) {
    requireSameLength(actual.length, expected.length);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = larger(largest, actual[i] & 0xff, expected[i] & 0xff);
    }
    return largest;
  }

  private static double larger(double largest, double actual, double expected) {
    double difference = Math.abs(actual - expected);
    // NaN compares false: it must count as the worst, not as nothing.
    return difference <= largest
        ? largest
        : Double.isNaN(difference) ? Double.MAX_VALUE : difference;
  }

  private static void requireSameLength(int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          "%d values where the reference has %d".formatted(actual, expected));
    }
  }
}
