package io.github.blemore.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is gained by not deciding where confidence is low: the risk-coverage curve (El-Yaniv &amp;
 * Wiener 2010; Geifman &amp; El-Yaniv 2017). For each threshold, coverage is the share of clips at
 * or above it, and risk the share of those whose decision was wrong. Clips of equal confidence are
 * kept or left together.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class RiskCoverage {

  /**
   * One point of the curve.
   *
   * @param threshold clips of this confidence and above are kept
   * @param coverage the share of clips kept, above 0 up to 1
   * @param risk the share of wrong decisions among them, 0..1
   */
  public record Point(double threshold, double coverage, double risk) {}

  private final List<Point> points;

  private RiskCoverage(List<Point> points) {
    this.points = points;
  }

  /**
   * The curve of these decisions.
   *
   * @param decisions at least one, in any order
   * @throws IllegalArgumentException if there is none
   */
  public static RiskCoverage of(List<Judged> decisions) {
    if (decisions.isEmpty()) {
      throw new IllegalArgumentException("curve of no decision: must be of at least one");
    }
    List<Judged> surestFirst =
        decisions.stream()
            .sorted(Comparator.comparingDouble(Judged::confidence).reversed())
            .toList();
    List<Point> points = new ArrayList<>();
    int wrong = 0;
    for (int i = 0; i < surestFirst.size(); i++) {
      double confidence = surestFirst.get(i).confidence();
      wrong += surestFirst.get(i).right() ? 0 : 1;
      int kept = i + 1;
      if (kept == surestFirst.size() || surestFirst.get(kept).confidence() < confidence) {
        points.add(
            new Point(confidence, kept / (double) surestFirst.size(), wrong / (double) kept));
      }
    }
    return new RiskCoverage(List.copyOf(points));
  }

  /** One point for each confidence there is, highest threshold and least coverage first. */
  public List<Point> points() {
    return points;
  }

  /**
   * The area under the curve, AURC (Geifman, Uziel &amp; El-Yaniv 2019), 0..1, smaller is better:
   * the mean over clips of the risk at the coverage that just keeps the clip.
   */
  public double area() {
    double area = 0;
    double before = 0;
    for (Point point : points) {
      area += (point.coverage() - before) * point.risk();
      before = point.coverage();
    }
    return area;
  }

  /**
   * The point of the greatest coverage whose risk is not above a chosen one; empty if there is
   * none.
   *
   * @throws IllegalArgumentException if the risk is not in 0..1
   */
  public Optional<Point> at(double risk) {
    if (!(risk >= 0 && risk <= 1)) {
      throw new IllegalArgumentException("risk is %s: must be 0..1".formatted(risk));
    }
    return points.stream()
        .filter(point -> point.risk() <= risk)
        .max(Comparator.comparingDouble(Point::coverage));
  }

  /** The greatest coverage whose risk is not above a chosen one; 0 if there is none. */
  public double coverageAt(double risk) {
    return at(risk).map(Point::coverage).orElse(0.0);
  }

  /** Such as {@code risk 0.610 at full coverage, area 0.481}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "risk %.3f at full coverage, area %.3f",
        points.get(points.size() - 1).risk(),
        area());
  }
}
