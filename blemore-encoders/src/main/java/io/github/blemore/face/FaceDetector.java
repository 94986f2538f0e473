package io.github.blemore.face;

import io.github.blemore.image.RgbImage;
import java.util.List;

/**
 * Finds faces in a picture. Put in another one through {@code LibavMediaReader.builder()}.
 *
 * <p>Safe to share between threads.
 */
public interface FaceDetector extends AutoCloseable {

  /**
   * All faces, in no particular order.
   *
   * <p>{@code LibavMediaReader} calls this on a thread of its own for each clip being read, not on
   * the caller's; it must leave the thread's interrupt flag clear. An exception makes the faces of
   * the clip a missing modality, but for a {@link io.github.blemore.ModelException}, which ends the
   * read.
   *
   * @param image of any size
   * @return boxes in the image's pixels; empty if there is no face
   * @throws IllegalStateException after {@link #close}
   */
  List<FaceBox> detect(RgbImage image);

  /** Frees what the detector holds; a second call does nothing. */
  @Override
  void close();
}
