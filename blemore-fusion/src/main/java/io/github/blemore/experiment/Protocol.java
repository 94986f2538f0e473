package io.github.blemore.experiment;

/** Where what is chosen is chosen: always named beside a score. */
public enum Protocol {
  /**
   * As the challenge's baseline reports its validation scores: the epoch, the weights and the
   * thresholds are those that are best on the fold that is scored. Optimistic: comparable with the
   * published validation figures, not with what new people would get.
   */
  CHALLENGE("challenge", "epoch, weights and thresholds chosen on the fold that is scored"),

  /**
   * Nothing is chosen on the fold that is scored. The other folds are left out one by one to choose
   * epochs, weights and thresholds; then the heads are trained on all of them.
   */
  NESTED("nested", "everything chosen inside the training folds");

  private final String code;
  private final String description;

  Protocol(String code, String description) {
    this.code = code;
    this.description = description;
  }

  /**
   * The protocol of this code.
   *
   * @throws IllegalArgumentException if there is none; the message says which there are
   */
  public static Protocol ofCode(String code) {
    for (Protocol protocol : values()) {
      if (protocol.code.equals(code)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException(
        "protocol is \"%s\": must be challenge or nested".formatted(code));
  }

  /** {@code challenge} or {@code nested}. */
  public String code() {
    return code;
  }

  /** What it means, in half a sentence. */
  public String description() {
    return description;
  }
}
