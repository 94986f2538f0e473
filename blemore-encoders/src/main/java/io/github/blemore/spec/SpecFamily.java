package io.github.blemore.spec;

import io.github.blemore.Encoder;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How encoders of one name are made.
 *
 * @param place what stands for the checkpoint in a usage, empty if there is none
 * @param placeNeeded whether it must be given, if there is one
 * @param start a builder for a checkpoint; nothing is read yet
 * @param options that the builder has
 * @param <B> the builder
 */
record SpecFamily<B>(
    String name,
    String place,
    boolean placeNeeded,
    Function<Path, B> start,
    Function<B, ? extends Encoder> open,
    List<SpecOption<? super B>> options) {

  /** One that must be given its checkpoint. */
  SpecFamily(
      String name,
      String place,
      Function<Path, B> start,
      Function<B, ? extends Encoder> open,
      List<SpecOption<? super B>> options) {
    this(name, place, true, start, open, options);
  }

  static <B> SpecFamily<B> withoutFiles(
      String name,
      Supplier<B> start,
      Function<B, ? extends Encoder> open,
      List<SpecOption<? super B>> options) {
    return new SpecFamily<>(name, "", false, unused -> start.get(), open, options);
  }

  void requirePlace(String file) {
    if (place.isEmpty() && !file.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no checkpoint, \"%s\" is too much: %s".formatted(name, file, usage()));
    }
    if (placeNeeded && file.isEmpty()) {
      throw new IllegalArgumentException("%s is missing: %s".formatted(place, usage()));
    }
  }

  /** Sets the options on a builder that is thrown away, so that wrong ones are known early. */
  void check(Path checkpoint, Map<String, String> values) {
    configured(checkpoint, values);
  }

  Encoder open(Path checkpoint, Map<String, String> values) {
    return open.apply(configured(checkpoint, values));
  }

  /** A builder with the options; empty if it is not one of a checkpoint of Hugging Face's form. */
  Optional<CheckpointEncoderBuilder<?>> checkpointBuilder(
      Path checkpoint, Map<String, String> values) {
    return configured(checkpoint, values) instanceof CheckpointEncoderBuilder<?> builder
        ? Optional.of(builder)
        : Optional.empty();
  }

  private B configured(Path checkpoint, Map<String, String> values) {
    B builder = start.apply(checkpoint);
    values.forEach((option, value) -> option(option).set(builder, value));
    return builder;
  }

  private SpecOption<? super B> option(String wanted) {
    return options.stream()
        .filter(option -> option.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no option \"%s\": %s".formatted(name, wanted, usage())));
  }

  /**
   * Where the options begin, if the first of them is one of this family: its value may then hold
   * anything but a comma, such as {@code output=/head/Add_output_0}.
   *
   * @return -1 if they do not begin so
   */
  int optionsBegin(String rest) {
    String names = options.stream().map(SpecOption::name).collect(Collectors.joining("|"));
    Matcher first = Pattern.compile("(?:^|:)(?=(?:" + names + ")=)").matcher(rest);
    return first.find() ? first.end() : -1;
  }

  /** Such as {@code videomae:DIR[:windows=N,device=auto|cpu|gpuN]}. */
  String usage() {
    String written = name;
    if (!place.isEmpty()) {
      written += placeNeeded ? ":" + place : "[:" + place + "]";
    }
    String choice =
        options.stream()
            .map(option -> option.name() + "=" + option.allowed())
            .collect(Collectors.joining(","));
    return options.isEmpty() ? written : "%s[:%s]".formatted(written, choice);
  }
}
