package io.github.blemore;

import java.util.Optional;

/**
 * Where embeddings come from: what a system that is fitted on them must know to make more.
 *
 * @param form of the encoder that made them
 * @param spec how this encoder is opened again, in words, such as {@code
 *     videomae:/models/videomae:windows=2}, without secrets; empty if it is not known
 * @param license of its weights; empty if it has none or it is not known
 */
public record EncoderOrigin(EncoderForm form, Optional<String> spec, Optional<License> license) {

  /**
   * Checks that a specification says something.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public EncoderOrigin {
    if (spec.isPresent() && spec.get().isBlank()) {
      throw new IllegalArgumentException(
          "spec of encoder %s is blank: must say how it is opened, or be left out"
              .formatted(form.id()));
    }
  }

  /** That of embeddings of which only the form is known. */
  public static EncoderOrigin of(EncoderForm form) {
    return new EncoderOrigin(form, Optional.empty(), Optional.empty());
  }

  /** That of what this encoder makes, opened in a way that is not known. */
  public static EncoderOrigin of(EncoderInfo info) {
    return new EncoderOrigin(EncoderForm.of(info), Optional.empty(), info.license());
  }

  /** The encoder's id. */
  public String id() {
    return form.id();
  }

  /** The same, with the words that open the encoder. */
  public EncoderOrigin withSpec(String words) {
    return new EncoderOrigin(form, Optional.of(words), license);
  }
}
