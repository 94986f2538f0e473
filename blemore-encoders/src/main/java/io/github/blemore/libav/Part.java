package io.github.blemore.libav;

import io.github.blemore.media.MediaSpan;
import java.util.List;
import java.util.Optional;

/**
 * One modality of one view: frames or sound, or why they are missing.
 *
 * @param value what was asked for
 * @param missing the reason if it is not there
 * @param notes what a reader of the result should know
 * @param span the stretch looked at
 */
record Part<T>(Optional<T> value, Optional<String> missing, List<String> notes, MediaSpan span) {

  Part {
    notes = List.copyOf(notes);
  }

  static <T> Part<T> of(T value, List<String> notes, double end) {
    return new Part<>(Optional.of(value), Optional.empty(), notes, new MediaSpan(0, end));
  }

  static <T> Part<T> missing(String reason, List<String> notes, double end) {
    return new Part<>(Optional.empty(), Optional.of(reason), notes, new MediaSpan(0, end));
  }

  static <T> Part<T> missing(String reason) {
    return missing(reason, List.of(), 0);
  }
}
