package io.github.blemore.media;

import io.github.blemore.Clip;
import io.github.blemore.ModelException;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Reads clips. An implementation decodes a clip once, whatever the number of needs, and is safe to
 * share between threads.
 */
public interface MediaReader extends AutoCloseable {

  /**
   * Reads one clip in one pass. If none of the encoders {@linkplain MediaNeeds#none() needs
   * anything}, the file is not opened, and need not be there.
   *
   * @param clip which
   * @param needs what each of several encoders needs
   * @return one view for each of the needs, in their order; a modality the clip does not have is a
   *     missing reason in the view
   * @throws io.github.blemore.MediaException if the file cannot be read at all
   * @throws io.github.blemore.InterruptedWorkException if the thread is interrupted
   * @throws IllegalStateException after {@link #close}
   */
  List<ClipMedia> read(Clip clip, List<MediaNeeds> needs);

  /** Frees what the reader holds; a second call does nothing. */
  @Override
  void close();

  /**
   * A new reader of the kind that is on the class path: with {@code blemore-encoders} the one on
   * libav.
   *
   * @throws ModelException if there is none; the message says what to add
   */
  static MediaReader open() {
    return ServiceLoader.load(MediaReader.class)
        .findFirst()
        // In a container the thread's class loader may not see what sees this library.
        .or(
            () ->
                ServiceLoader.load(MediaReader.class, MediaReader.class.getClassLoader())
                    .findFirst())
        .orElseThrow(
            () ->
                new ModelException(
                    "no media reader on the class path:"
                        + " add io.github.blemore:blemore-encoders, or pass a MediaReader"));
  }
}
