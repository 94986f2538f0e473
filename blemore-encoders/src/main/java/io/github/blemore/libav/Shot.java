package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A decoded frame that was chosen. Who holds the shot, closes it.
 *
 * @param frame owned by the shot
 * @param seconds when it is on screen, from the first frame
 * @param times how many of each sampling's frames it is, by the sampling's place in the list
 */
// Made once, read once, compared by nobody.
@SuppressWarnings("ArrayRecordComponent")
record Shot(AVFrame frame, double seconds, int[] times) implements AutoCloseable {

  @Override
  public void close() {
    av_frame_free(frame);
  }
}
