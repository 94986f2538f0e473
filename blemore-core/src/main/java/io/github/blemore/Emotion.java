package io.github.blemore;

import java.util.Arrays;
import java.util.List;

/**
 * The six emotions of BLEMORE, in the class order used everywhere: {@code ang disg fea hap sad
 * neu}.
 *
 * <p>{@link #index} is the class index of every probability vector, label and file of this library
 * and of the challenge.
 */
public enum Emotion {
  /** Class 0, {@code ang}. */
  ANGER(0, "ang"),
  /** Class 1, {@code disg}. */
  DISGUST(1, "disg"),
  /** Class 2, {@code fea}. */
  FEAR(2, "fea"),
  /** Class 3, {@code hap}. */
  HAPPINESS(3, "hap"),
  /** Class 4, {@code sad}. */
  SADNESS(4, "sad"),
  /** Class 5, {@code neu}: never a part of a blend. */
  NEUTRAL(5, "neu");

  /** Number of classes, the length of every probability vector. */
  public static final int COUNT = 6;

  private static final List<Emotion> CLASS_ORDER = List.of(values());

  private final int index;
  private final String code;

  Emotion(int index, String code) {
    this.index = index;
    this.code = code;
  }

  /** The class index, 0-5. */
  public int index() {
    return index;
  }

  /** The short name in BLEMORE file names and submissions, such as {@code ang}. */
  public String code() {
    return code;
  }

  /** All six in class order; unlike {@code values()} it makes no copy. */
  public static List<Emotion> classOrder() {
    return CLASS_ORDER;
  }

  /**
   * The emotion with this short name.
   *
   * @throws IllegalArgumentException if no emotion has it; the message lists those there are
   */
  public static Emotion ofCode(String code) {
    for (Emotion emotion : CLASS_ORDER) {
      if (emotion.code.equals(code)) {
        return emotion;
      }
    }
    throw new IllegalArgumentException(
        "emotion code \"%s\" is none of %s"
            .formatted(code, Arrays.stream(values()).map(Emotion::code).toList()));
  }
}
