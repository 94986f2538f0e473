package io.github.blemore.challenge;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What the name of a training clip says, in one of three forms:
 *
 * <ul>
 *   <li>{@code A102_ang_int1_ver1}: one emotion at an intensity of 1-4;
 *   <li>{@code A303_neu_sit2_ver1}: neutral, in a situation of 1-4;
 *   <li>{@code A411_mix_ang_hap_30_70_ver1}: a blend, the first emotion at 30, the second at 70.
 * </ul>
 *
 * @param actor the person who is seen, such as {@code A102}
 * @param label what the clip is meant to show
 * @param intensity 1-4 for one emotion, otherwise empty
 * @param situation 1-4 for neutral, otherwise empty
 * @param version which take, from 1
 */
public record ClipName(
    String actor, Blend label, OptionalInt intensity, OptionalInt situation, int version) {

  private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z0-9]+$");
  private static final Pattern ACTOR = Pattern.compile("[A-Za-z0-9]+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
  private static final int SINGLE_PARTS = 4;
  private static final int BLEND_PARTS = 7;

  /**
   * Checks that the parts belong together.
   *
   * @throws IllegalArgumentException if intensity, situation and label contradict each other or are
   *     out of range
   */
  public ClipName {
    boolean neutral = label.salience(Emotion.NEUTRAL) == 100;
    boolean single = !neutral && !label.isBlend();
    if (intensity.isPresent() != single || situation.isPresent() != neutral) {
      throw new IllegalArgumentException(
          "%s with %s and %s: one emotion has an intensity, neutral a situation, a blend neither"
              .formatted(
                  label, describe("intensity", intensity), describe("situation", situation)));
    }
    requireOneToFour("intensity", intensity);
    requireOneToFour("situation", situation);
    if (version < 1) {
      throw new IllegalArgumentException("version is %d: must be from 1".formatted(version));
    }
    if (!ACTOR.matcher(actor).matches()) {
      throw new IllegalArgumentException(
          "actor is \"%s\": must be letters and digits".formatted(actor));
    }
  }

  private static String describe(String what, OptionalInt value) {
    return value.isPresent() ? what + " " + value.getAsInt() : "no " + what;
  }

  static void requireOneToFour(String what, OptionalInt value) {
    if (value.isPresent() && (value.getAsInt() < 1 || value.getAsInt() > 4)) {
      throw new IllegalArgumentException("%s is %d: must be 1-4".formatted(what, value.getAsInt()));
    }
  }

  /**
   * Reads a name.
   *
   * @param name with or without a file extension, without a folder
   * @throws IllegalArgumentException if it is in none of the three forms, names an unknown emotion,
   *     or saliences that are no legal blend; the message says which name and what is wrong
   */
  public static ClipName parse(String name) {
    String[] parts = EXTENSION.matcher(name).replaceFirst("").split("_", -1);
    try {
      if (parts.length == SINGLE_PARTS) {
        return single(parts);
      }
      if (parts.length == BLEND_PARTS && parts[1].equals("mix")) {
        return blend(parts);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("clip name \"%s\": %s".formatted(name, e.getMessage()), e);
    }
    throw new IllegalArgumentException(
        ("clip name \"%s\": must be like A102_ang_int1_ver1, A303_neu_sit2_ver1 or"
                + " A411_mix_ang_hap_30_70_ver1")
            .formatted(name));
  }

  /** What a name says, if it is in one of the three forms. */
  static Optional<ClipName> parseIfLabeled(String name) {
    try {
      return Optional.of(parse(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ClipName single(String[] parts) {
    Blend label = Blend.single(Emotion.ofCode(parts[1]));
    boolean neutral = parts[2].startsWith("sit");
    int level = number(neutral ? "sit" : "int", parts[2]);
    return new ClipName(
        parts[0],
        label,
        neutral ? OptionalInt.empty() : OptionalInt.of(level),
        neutral ? OptionalInt.of(level) : OptionalInt.empty(),
        number("ver", parts[3]));
  }

  private static ClipName blend(String[] parts) {
    Blend label =
        Blend.of(
            List.of(
                new Blend.Part(Emotion.ofCode(parts[2]), number("", parts[4])),
                new Blend.Part(Emotion.ofCode(parts[3]), number("", parts[5]))));
    return new ClipName(
        parts[0], label, OptionalInt.empty(), OptionalInt.empty(), number("ver", parts[6]));
  }

  private static int number(String prefix, String part) {
    String digits = part.startsWith(prefix) ? part.substring(prefix.length()) : "";
    if (!NUMBER.matcher(digits).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not %s"
              .formatted(part, prefix.isEmpty() ? "a number" : prefix + " and a number"));
    }
    return Integer.parseInt(digits);
  }

  /** The name, without an extension; a blend's emotions in class order. */
  @Override
  public String toString() {
    StringBuilder name = new StringBuilder(actor);
    List<Blend.Part> parts = label.parts();
    if (label.isBlend()) {
      name.append("_mix");
      parts.forEach(part -> name.append('_').append(part.emotion().code()));
      parts.forEach(part -> name.append('_').append(part.salience()));
    } else {
      name.append('_').append(parts.get(0).emotion().code());
      intensity.ifPresent(value -> name.append("_int").append(value));
      situation.ifPresent(value -> name.append("_sit").append(value));
    }
    return name.append(String.format(Locale.ROOT, "_ver%d", version)).toString();
  }
}
