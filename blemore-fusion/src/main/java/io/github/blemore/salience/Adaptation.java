package io.github.blemore.salience;

/** What of a decision is adapted to a person. */
public enum Adaptation {
  /** Beta, by how wide the gaps between a person's two emotions are. */
  BETA("beta"),
  /** The balance of emotions: none is seen more often in a person than usual. */
  BALANCE("balance"),
  /** First the balance, then beta. */
  BOTH("balance and beta");

  private final String words;

  Adaptation(String words) {
    this.words = words;
  }

  boolean hasBeta() {
    return this != BALANCE;
  }

  boolean hasBalance() {
    return this != BETA;
  }

  @Override
  public String toString() {
    return words;
  }
}
