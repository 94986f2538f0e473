package io.github.blemore;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a clip shows: one emotion alone (salience 100), or two different non-neutral emotions at
 * 50/50, 70/30 or 30/70. No other blend can be built.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Blend {

  /**
   * One emotion of a blend.
   *
   * @param emotion which
   * @param salience its share in percent: 100, 70, 50 or 30
   */
  public record Part(Emotion emotion, int salience) {}

  private static final List<Blend> ALL = listAll();

  private final List<Part> parts;

  private Blend(List<Part> parts) {
    this.parts = parts;
  }

  /** One emotion alone, neutral included. */
  public static Blend single(Emotion emotion) {
    return new Blend(List.of(new Part(emotion, 100)));
  }

  /**
   * Two emotions equally strong, 50/50.
   *
   * @throws IllegalArgumentException if they are the same or one is neutral
   */
  public static Blend equal(Emotion first, Emotion second) {
    return pair(new Part(first, 50), new Part(second, 50));
  }

  /**
   * Two emotions, one stronger: 70/30.
   *
   * @throws IllegalArgumentException if they are the same or one is neutral
   */
  public static Blend dominant(Emotion stronger, Emotion weaker) {
    return pair(new Part(stronger, 70), new Part(weaker, 30));
  }

  /**
   * The blend with these parts, for data read from outside.
   *
   * @param parts one part at 100, or two at 50/50, 70/30 or 30/70, in any order
   * @throws IllegalArgumentException if that is not a legal blend; the message says what is
   */
  public static Blend of(List<Part> parts) {
    if (parts.size() == 1 && parts.get(0).salience() == 100) {
      return single(parts.get(0).emotion());
    }
    if (parts.size() == 2) {
      int a = parts.get(0).salience();
      int b = parts.get(1).salience();
      if (a + b == 100 && (a == 50 || a == 70 || a == 30)) {
        return pair(parts.get(0), parts.get(1));
      }
    }
    throw new IllegalArgumentException(
        "blend %s: must be one emotion at 100, or two at 50/50, 70/30 or 30/70"
            .formatted(describe(parts)));
  }

  private static Blend pair(Part a, Part b) {
    if (a.emotion() == b.emotion()) {
      throw new IllegalArgumentException(
          "blend of %s with itself: must be two different emotions".formatted(a.emotion().code()));
    }
    if (a.emotion() == Emotion.NEUTRAL || b.emotion() == Emotion.NEUTRAL) {
      throw new IllegalArgumentException(
          "blend %s: neutral is never part of a blend".formatted(describe(List.of(a, b))));
    }
    boolean inOrder = a.emotion().index() < b.emotion().index();
    return new Blend(inOrder ? List.of(a, b) : List.of(b, a));
  }

  /**
   * All 36 there can be: the six emotions alone in class order, then the ten pairs in class order,
   * each at 50/50, 70/30 and 30/70.
   */
  public static List<Blend> all() {
    return ALL;
  }

  private static List<Blend> listAll() {
    List<Blend> all = new ArrayList<>();
    Emotion.classOrder().forEach(emotion -> all.add(single(emotion)));
    for (int first = 0; first < Emotion.NEUTRAL.index(); first++) {
      for (int second = first + 1; second < Emotion.NEUTRAL.index(); second++) {
        Emotion a = Emotion.classOrder().get(first);
        Emotion b = Emotion.classOrder().get(second);
        all.addAll(List.of(equal(a, b), dominant(a, b), dominant(b, a)));
      }
    }
    return List.copyOf(all);
  }

  /** One or two parts, in class order (not by salience). */
  public List<Part> parts() {
    return parts;
  }

  /** True if the same emotions are present in the other, whatever their saliences. */
  public boolean hasSameEmotions(Blend other) {
    return parts.size() == other.parts.size()
        && parts.stream().allMatch(part -> other.salience(part.emotion()) > 0);
  }

  /** True if two emotions are present. */
  public boolean isBlend() {
    return parts.size() == 2;
  }

  /** The salience of an emotion in percent: 100, 70, 50, 30, or 0 if it is not present. */
  public int salience(Emotion emotion) {
    for (Part part : parts) {
      if (part.emotion() == emotion) {
        return part.salience();
      }
    }
    return 0;
  }

  /** The soft label: each emotion's salience as a probability, one-hot for one emotion alone. */
  public EmotionDistribution softLabel() {
    double[] shares = new double[Emotion.COUNT];
    for (Part part : parts) {
      shares[part.emotion().index()] = part.salience() / 100.0;
    }
    return EmotionDistribution.of(shares);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blend that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** Such as {@code ang 70 / hap 30}, or {@code neu 100}. */
  @Override
  public String toString() {
    return describe(parts);
  }

  private static String describe(List<Part> parts) {
    return parts.stream()
        .map(part -> part.emotion().code() + " " + part.salience())
        .collect(Collectors.joining(" / "));
  }
}
