package io.github.blemore.challenge;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
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

  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9]+)_(?:(neu)_sit([1-4])|([a-z]+)_int([1-4])|mix_([a-z]+)_([a-z]+)_(\\d+)_(\\d+))"
              + "_ver(\\d{1,6})(?:\\.[A-Za-z0-9]+)?");

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
          "clip of %s: one emotion has an intensity, neutral a situation, a blend neither; got %s, %s"
              .formatted(label, intensity, situation));
    }
    requireRange("intensity", intensity);
    requireRange("situation", situation);
    if (version < 1 || !actor.matches("[A-Za-z0-9]+")) {
      throw new IllegalArgumentException(
          "actor %s, version %d: must be letters and digits, and from 1".formatted(actor, version));
    }
  }

  private static void requireRange(String what, OptionalInt value) {
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
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          ("clip name %s: must be like A102_ang_int1_ver1, A303_neu_sit2_ver1 or"
                  + " A411_mix_ang_hap_30_70_ver1")
              .formatted(name));
    }
    try {
      int version = Integer.parseInt(matcher.group(10));
      String actor = matcher.group(1);
      if (matcher.group(2) != null) {
        return new ClipName(
            actor, Blend.single(Emotion.NEUTRAL), OptionalInt.empty(), number(matcher, 3), version);
      }
      if (matcher.group(4) != null) {
        Blend label = Blend.single(Emotion.ofCode(matcher.group(4)));
        return new ClipName(actor, label, number(matcher, 5), OptionalInt.empty(), version);
      }
      Blend label = Blend.of(List.of(part(matcher, 6, 8), part(matcher, 7, 9)));
      return new ClipName(actor, label, OptionalInt.empty(), OptionalInt.empty(), version);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("clip name %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static OptionalInt number(Matcher matcher, int group) {
    return OptionalInt.of(Integer.parseInt(matcher.group(group)));
  }

  private static Blend.Part part(Matcher matcher, int emotion, int salience) {
    return new Blend.Part(
        Emotion.ofCode(matcher.group(emotion)), Integer.parseInt(matcher.group(salience)));
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
