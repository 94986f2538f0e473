package io.github.blemore.spec;

import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An option of an encoder.
 *
 * @param allowed its values in words, as a usage shows them
 * @param setter sets it from text; throws {@link IllegalArgumentException} if that is not allowed
 * @param <B> the builder it is set on
 */
record SpecOption<B>(String name, String allowed, BiConsumer<B, String> setter) {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

  private static final Pattern FIT = Pattern.compile("(crop|squash)-(\\d{1,4})(-bicubic)?");
  private static final String FITS = "crop-N|squash-N|crop-N-bicubic|squash-N-bicubic";

  /** Takes two whole numbers. */
  @FunctionalInterface
  interface RangeSetter<B> {
    Object set(B builder, int first, int last);
  }

  void set(B builder, String value) {
    setter.accept(builder, value);
  }

  static <B> SpecOption<B> text(String name, String allowed, BiConsumer<B, String> setter) {
    return new SpecOption<>(
        name,
        allowed,
        (builder, value) -> {
          if (value.isBlank()) {
            throw wrong(name, value, allowed);
          }
          setter.accept(builder, value);
        });
  }

  /** How pictures are brought to size, such as {@code crop-224} or {@code squash-160-bicubic}. */
  static <B> SpecOption<B> fit(String name, BiConsumer<B, ImageFit> setter) {
    return new SpecOption<>(
        name,
        FITS,
        (builder, value) -> {
          Matcher fit = FIT.matcher(value);
          if (!fit.matches()) {
            throw wrong(name, value, FITS);
          }
          int side = Integer.parseInt(fit.group(2));
          Interpolation filter =
              fit.group(3) == null ? Interpolation.BILINEAR : Interpolation.BICUBIC;
          setter.accept(
              builder,
              "crop".equals(fit.group(1))
                  ? ImageFit.shortestEdgeCrop(side, filter)
                  : ImageFit.squash(side, side, filter));
        });
  }

  /** Three numbers, for R, G, B. */
  static <B> SpecOption<B> three(String name, BiConsumer<B, List<Double>> setter) {
    return new SpecOption<>(
        name,
        "R+G+B",
        (builder, value) -> {
          try {
            setter.accept(
                builder, Arrays.stream(value.split("\\+", -1)).map(Double::valueOf).toList());
          } catch (NumberFormatException e) {
            throw wrong(name, value, "three numbers with + between them");
          }
        });
  }

  static <B> SpecOption<B> whole(String name, BiConsumer<B, Integer> setter) {
    return new SpecOption<>(
        name,
        "N",
        (builder, value) -> {
          int number;
          try {
            number = Integer.parseInt(value);
          } catch (NumberFormatException e) {
            throw wrong(name, value, "a whole number");
          }
          setter.accept(builder, number);
        });
  }

  static <B> SpecOption<B> wholeLong(String name, BiConsumer<B, Long> setter) {
    return new SpecOption<>(
        name,
        "N",
        (builder, value) -> {
          long number;
          try {
            number = Long.parseLong(value);
          } catch (NumberFormatException e) {
            throw wrong(name, value, "a whole number");
          }
          setter.accept(builder, number);
        });
  }

  static <B> SpecOption<B> number(String name, BiConsumer<B, Double> setter) {
    return new SpecOption<>(
        name,
        "X",
        (builder, value) -> {
          double number;
          try {
            number = Double.parseDouble(value);
          } catch (NumberFormatException e) {
            throw wrong(name, value, "a number");
          }
          setter.accept(builder, number);
        });
  }

  static <B> SpecOption<B> range(String name, RangeSetter<B> setter) {
    return new SpecOption<>(
        name,
        "A-B",
        (builder, value) -> {
          Matcher range = RANGE.matcher(value);
          if (!range.matches()) {
            throw wrong(name, value, "two whole numbers, such as 6-12");
          }
          setter.set(builder, Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
        });
  }

  /** One of some words; {@code inOrder} is how a usage lists them. */
  static <B, T> SpecOption<B> choice(
      String name, List<String> inOrder, Map<String, T> meanings, BiConsumer<B, T> setter) {
    String allowed = String.join("|", inOrder);
    return new SpecOption<>(
        name,
        allowed,
        (builder, value) -> {
          T meaning = meanings.get(value);
          if (meaning == null) {
            throw wrong(name, value, allowed);
          }
          setter.accept(builder, meaning);
        });
  }

  static IllegalArgumentException wrong(String name, String value, String allowed) {
    return new IllegalArgumentException(
        "option %s is \"%s\": must be %s".formatted(name, value, allowed));
  }
}
