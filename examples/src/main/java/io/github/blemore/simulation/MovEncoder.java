package io.github.blemore.simulation;

import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;

import io.github.blemore.libav.LibavInfo;
import java.awt.image.BufferedImage;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;

/**
 * Pictures and sound to the bytes of a .mov file: H.264 and AAC. The file is made in memory, so
 * that whoever saves it can say what is wrong with the disk. The same input gives the same bytes:
 * no time of creation, one thread.
 *
 * <p>For one thread at a time.
 */
final class MovEncoder implements AutoCloseable {

  /** Of the pictures. */
  static final int FRAMES_PER_SECOND = 25;

  /** Of the sound, in Hz: what cameras record. */
  static final int SAMPLE_RATE = 48_000;

  private final NativeScope scope = new NativeScope();
  private final AVFormatContext file;
  private final SoundTrack sound;
  private final PictureTrack pictures;

  /**
   * Starts a file.
   *
   * @param width of the pictures in pixels, even
   * @param height of the pictures in pixels, even
   * @param comment for whoever looks at the file's properties
   * @throws io.github.blemore.ModelException if libav is missing or lacks an encoder
   * @throws io.github.blemore.MediaException if it cannot encode these
   */
  MovEncoder(int width, int height, String comment) {
    LibavInfo.read();
    try {
      file = openFile(comment);
      pictures = new PictureTrack(file, scope, width, height);
      sound = new SoundTrack(file, scope);
      Libav.check(avformat_write_header(file, (AVDictionary) null), "writing the header");
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
  }

  private AVFormatContext openFile(String comment) {
    AVFormatContext opened = new AVFormatContext(null);
    Libav.check(
        avformat_alloc_output_context2(opened, null, "mov", (String) null), "opening a .mov");
    scope.own(opened, "a .mov", avformat::avformat_free_context);
    AVDictionary metadata = new AVDictionary(null);
    Libav.check(av_dict_set(metadata, "comment", comment, 0), "adding a comment");
    opened.metadata(metadata);
    AVIOContext memory = new AVIOContext(null);
    Libav.check(avio_open_dyn_buf(memory), "opening a .mov");
    opened.pb(scope.own(memory, "a .mov", open -> takeBytes(opened)));
    return opened;
  }

  /** All of the sound, once: float32 {@code [samples]} at 48 kHz, full scale is -1..1. */
  void sound(float[] samples) {
    sound.write(samples);
  }

  /** The next picture: of the file's size, TYPE_INT_RGB. */
  void picture(BufferedImage picture) {
    pictures.add(picture);
  }

  /** The whole file; nothing can be added afterwards. */
  byte[] finish() {
    pictures.finish();
    Libav.check(av_write_trailer(file), "writing the index");
    return takeBytes(file);
  }

  /** Empty the second time. */
  private static byte[] takeBytes(AVFormatContext file) {
    AVIOContext memory = file.pb();
    if (memory == null) {
      return new byte[0];
    }
    file.pb(null);
    BytePointer start = new BytePointer((BytePointer) null);
    byte[] bytes = new byte[avio_close_dyn_buf(memory, start)];
    start.get(bytes);
    av_free(start);
    return bytes;
  }

  @Override
  public void close() {
    scope.close();
  }
}
