package io.github.blemore.libav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_MONOWHITE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.github.blemore.image.PillowResizer;
import io.github.blemore.image.RgbImage;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FrameConverterTest {

  @BeforeAll
  static void load() {
    Natives.load();
  }

  private static AVFrame frame(int width, int height, int[] yuv, Random noise) {
    AVFrame frame = av_frame_alloc();
    frame.format(AV_PIX_FMT_YUV420P);
    frame.width(width);
    frame.height(height);
    frame.colorspace(AVCOL_SPC_BT709);
    frame.color_range(AVCOL_RANGE_MPEG);
    assertThat(av_frame_get_buffer(frame, 0)).isZero();
    for (int plane = 0; plane < 3; plane++) {
      int rows = plane == 0 ? height : (height + 1) / 2;
      byte[] bytes = new byte[frame.linesize(plane) * rows];
      if (yuv.length == 0) {
        noise.nextBytes(bytes);
      } else {
        Arrays.fill(bytes, (byte) yuv[plane]);
      }
      frame.data(plane).put(bytes, 0, bytes.length);
    }
    return frame;
  }

  /** ITU-R BT.709, limited range. */
  @Test
  void colorsAreTheStandards() {
    Random random = new Random(3);
    try (FrameConverter converter = new FrameConverter(Orientation.UPRIGHT)) {
      for (int i = 0; i < 300; i++) {
        int[] yuv = {16 + random.nextInt(220), 60 + random.nextInt(136), 60 + random.nextInt(136)};
        double y = (yuv[0] - 16) * 255 / 219.0;
        double u = (yuv[1] - 128) * 255 / 224.0;
        double v = (yuv[2] - 128) * 255 / 224.0;
        double[] rgb = {y + 1.5748 * v, y - 0.1873 * u - 0.4681 * v, y + 1.8556 * u};
        AVFrame frame = frame(32, 16, yuv, random);
        byte[] made = converter.whole(frame).rgb();
        av_frame_free(frame);
        for (int c = 0; c < 3; c++) {
          assertThat((double) (made[c] & 0xff))
              .isCloseTo(Math.max(0, Math.min(255, rgb[c])), within(0.6));
        }
      }
    }
  }

  @Test
  void aPartIsWhatTheWholeHoldsThere() {
    Random random = new Random(5);
    Orientation[] orientations = {
      Orientation.UPRIGHT,
      new Orientation(true, true, false),
      new Orientation(false, true, true),
      new Orientation(true, false, true),
      new Orientation(true, false, false)
    };
    for (int i = 0; i < 60; i++) {
      int odd = i % 2 * random.nextInt(4);
      AVFrame frame =
          frame(
              96 + 4 * random.nextInt(20) + odd,
              60 + 4 * random.nextInt(20) + odd,
              new int[0],
              random);
      try (FrameConverter converter = new FrameConverter(orientations[i % 5])) {
        RgbImage whole = converter.whole(frame);
        int width = 1 + random.nextInt(whole.width());
        int height = 1 + random.nextInt(whole.height());
        int left = random.nextInt(whole.width() - width + 1);
        int top = random.nextInt(whole.height() - height + 1);
        RgbImage part = converter.part(frame, new Area(left, top, width, height));
        assertThat(part.rgb())
            .as("%d: %d x %d at (%d, %d)", i, width, height, left, top)
            .isEqualTo(PillowResizer.crop(whole, left, top, width, height).rgb());
      } finally {
        av_frame_free(frame);
      }
    }
  }

  /** Eight pixels are one byte: libav cannot crop such a frame on the left. */
  @Test
  void aPartOfAFrameOfBits() {
    AVFrame frame = av_frame_alloc();
    frame.format(AV_PIX_FMT_MONOWHITE);
    frame.width(160);
    frame.height(96);
    assertThat(av_frame_get_buffer(frame, 0)).isZero();
    byte[] bits = new byte[frame.linesize(0) * 96];
    new Random(11).nextBytes(bits);
    frame.data(0).put(bits, 0, bits.length);
    try (FrameConverter converter = new FrameConverter(Orientation.UPRIGHT)) {
      RgbImage part = converter.part(frame, new Area(70, 40, 30, 20));
      assertThat(part.rgb())
          .isEqualTo(PillowResizer.crop(converter.whole(frame), 70, 40, 30, 20).rgb());
    } finally {
      av_frame_free(frame);
    }
  }

  @Test
  void whatAFitDoesNotLookAtNeedNotBeConverted() {
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      AVFrame frame = frame(16 + random.nextInt(300), 16 + random.nextInt(300), new int[0], random);
      int edge = 1 + random.nextInt(120);
      ImageFit fit =
          ImageFit.shortestEdgeCrop(
              edge,
              i % 2 == 0 ? edge : 1 + random.nextInt(edge),
              random.nextBoolean() ? Interpolation.BILINEAR : Interpolation.BICUBIC);
      try (FrameConverter converter =
          new FrameConverter(new Orientation(false, i % 2 == 0, i % 3 == 0))) {
        RgbImage whole = converter.whole(frame);
        Area used = Area.usedBy(fit, whole.width(), whole.height());
        assertThat(PillowResizer.fit(converter.whole(frame, used), fit).rgb())
            .as("%d x %d, %s", whole.width(), whole.height(), fit)
            .isEqualTo(PillowResizer.fit(whole, fit).rgb());
      } finally {
        av_frame_free(frame);
      }
    }
  }
}
