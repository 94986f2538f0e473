package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * How a decoded picture lies before the viewer: flipped first, then its axes swapped or not. Serves
 * every rotation by a multiple of 90 degrees, mirrored or not.
 *
 * @param flipX whether columns run from right to left
 * @param flipY whether rows run from bottom to top
 * @param swap whether columns then become rows
 */
record Orientation(boolean flipX, boolean flipY, boolean swap) {

  static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** What the stream says of all of its frames. */
  static Orientation of(AVStream stream) {
    AVCodecParameters parameters = stream.codecpar();
    AVPacketSideData data =
        av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            AV_PKT_DATA_DISPLAYMATRIX);
    return data == null ? UPRIGHT : ofMatrix(data.data());
  }

  /** What the frame says of itself, or else its stream. */
  static Orientation of(AVFrame frame, Orientation stream) {
    AVFrameSideData data = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
    return data == null ? stream : ofMatrix(data.data());
  }

  /**
   * ISO/IEC 14496-12, 6.2.2: x' = a x + c y, y' = b x + d y, stored as a b u, c d v, ...; angles
   * between the right ones are taken for the nearest.
   */
  private static Orientation ofMatrix(BytePointer bytes) {
    try (IntPointer matrix = new IntPointer(bytes)) {
      long a = matrix.get(0);
      long b = matrix.get(1);
      long c = matrix.get(3);
      long d = matrix.get(4);
      return Math.abs(a) + Math.abs(d) >= Math.abs(b) + Math.abs(c)
          ? new Orientation(a < 0, d < 0, false)
          : new Orientation(b < 0, c < 0, true);
    }
  }

  /** Width before the viewer of a picture of these sides. */
  int width(int width, int height) {
    return swap ? height : width;
  }

  /** Height before the viewer of a picture of these sides. */
  int height(int width, int height) {
    return swap ? width : height;
  }

  /** Where a rectangle before the viewer lies in the decoded picture of these sides. */
  Area decoded(Area seen, int width, int height) {
    Area area = swap ? seen.transposed() : seen;
    return new Area(
        flipX ? width - area.left() - area.width() : area.left(),
        flipY ? height - area.top() - area.height() : area.top(),
        area.width(),
        area.height());
  }
}
