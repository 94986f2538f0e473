package io.github.blemore.acoustic;

/** Mean and standard deviation of weighted numbers, as they come (West 1979). */
final class Moments {

  private int count;
  private double weights;
  private double mean;
  private double squares;

  void add(double value) {
    add(value, 1);
  }

  /** Adds a number that counts this much, more than 0. */
  void add(double value, double weight) {
    count++;
    weights += weight;
    double off = value - mean;
    mean += off * weight / weights;
    squares += weight * off * (value - mean);
  }

  int count() {
    return count;
  }

  /** 0 if there are no numbers. */
  double mean() {
    return mean;
  }

  /** Of the population; 0 for fewer than two numbers. */
  double deviation() {
    return count < 2 ? 0 : Math.sqrt(squares / weights);
  }
}
