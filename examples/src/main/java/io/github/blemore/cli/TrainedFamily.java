package io.github.blemore.cli;

import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.spec.EncoderSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The encoders that can be adapted. */
enum TrainedFamily {
  VIDEOMAE,
  TIMESFORMER,
  S4D,
  WAV2VEC2,
  HUBERT,
  WAVLM;

  /** Options of a specification that matter to a training; the others are of inference. */
  private static final List<String> OPTIONS =
      List.of("device", "precision", "accept-nc", "max-seconds", "frame-step");

  /**
   * An encoder that is to be adapted.
   *
   * @param builder of what is adapted
   */
  record Chosen(TrainedFamily family, CheckpointEncoderBuilder<?> builder) {}

  /** The name of the family in a specification. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isSpeech() {
    return this == WAV2VEC2 || this == HUBERT || this == WAVLM;
  }

  /**
   * The encoder that was asked for; nothing is opened yet.
   *
   * @param text {@code NAME}, {@code NAME:option=value,...} or a whole specification
   * @param checkpoint its folder, if it is not in the text
   * @throws IllegalArgumentException if it is none of these, has options that do not matter to a
   *     training, or has no checkpoint or two
   */
  static Chosen choose(String text, @Nullable Path checkpoint) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    TrainedFamily family = named(name);
    if (checkpoint == null && colon < 0) {
      throw new IllegalArgumentException(
          "encoder %s needs a checkpoint: name its folder by --checkpoint DIR".formatted(name));
    }
    EncoderSpec spec =
        EncoderSpec.parse(
            checkpoint == null
                ? text
                : "%s:%s:%s"
                    .formatted(
                        name, checkpoint, text.substring(colon < 0 ? text.length() : colon + 1)));
    if (checkpoint != null && !spec.checkpoint().equals(checkpoint)) {
      throw new IllegalArgumentException(
          "encoder \"%s\" and --checkpoint %s: with --checkpoint, name the encoder alone, or with options such as %s:precision=bf16"
              .formatted(text, checkpoint, name));
    }
    for (String option : spec.options().keySet()) {
      if (!OPTIONS.contains(option)) {
        throw new IllegalArgumentException(
            "encoder \"%s\": option %s does not matter to a training, only %s do"
                .formatted(spec, option, String.join(", ", OPTIONS)));
      }
    }
    return new Chosen(family, spec.checkpointBuilder().orElseThrow());
  }

  private static TrainedFamily named(String name) {
    return Arrays.stream(values())
        .filter(family -> family.code().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "encoder \"%s\" cannot be adapted: must be one of %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(TrainedFamily::code)
                                .collect(Collectors.joining(", ")))));
  }
}
