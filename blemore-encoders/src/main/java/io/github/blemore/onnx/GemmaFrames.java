package io.github.blemore.onnx;

import ai.djl.ndarray.types.Shape;
import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.image.Normalization;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How frames become what the vision encoder takes: {@code video_processor} of {@code
 * processor_config.json}.
 *
 * @param patch side of a patch in pixels
 * @param pooling patches in a row or column of a feature
 * @param features of a frame at most
 * @param perSecond how many frames a second
 * @param frames of a clip at most
 * @param colors from bytes to float32
 */
record GemmaFrames(
    int patch, int pooling, int features, double perSecond, int frames, Normalization colors) {

  static final String FILE = "processor_config.json";
  private static final String SECTION = "video_processor";
  private static final String TYPE = "EmbeddingGemma2VideoProcessor";
  private static final int BICUBIC = 3;
  private static final double RESCALE = 1 / 255.0;

  /** What stands for the place of a patch that is not there. */
  private static final long NOWHERE = -1;

  /**
   * Reads a folder's.
   *
   * @throws ModelException if something is missing, or asks for what is not done here
   */
  static GemmaFrames read(Path folder) {
    Path file = folder.resolve(FILE);
    Config config = Config.readSection(file, SECTION);
    require(config, "video_processor_type", config.text("video_processor_type"), TYPE);
    require(config, "overflow_strategy", config.text("overflow_strategy"), "uniform");
    requireFlag(config, "add_timestamps", false);
    requireFlag(config, "do_resize", true);
    requireFlag(config, "do_rescale", true);
    require(config, "resample", config.count("resample"), BICUBIC);
    double factor = config.number("rescale_factor");
    if (Math.abs(factor - RESCALE) > 1e-9) {
      throw config.wrong("rescale_factor", factor, "1 / 255");
    }
    double perSecond = config.number("fps");
    int frames = config.count("max_frames");
    try {
      FrameSampling.atRate(perSecond, frames);
    } catch (IllegalArgumentException e) {
      throw new ModelException("%s: fps and max_frames: %s".formatted(config, e.getMessage()), e);
    }
    return new GemmaFrames(
        config.count("patch_size"),
        config.count("pooling_kernel_size"),
        config.count("max_soft_tokens"),
        perSecond,
        frames,
        colors(config));
  }

  private static void requireFlag(Config config, String name, boolean allowed) {
    require(config, name, config.flag(name, !allowed), allowed);
  }

  private static void require(Config config, String name, Object found, Object allowed) {
    if (!found.equals(allowed)) {
      throw config.wrong(name, found, String.valueOf(allowed));
    }
  }

  private static Normalization colors(Config config) {
    if (!config.flag("do_normalize", true)) {
      return Normalization.of(new double[3], new double[] {1, 1, 1});
    }
    try {
      return Normalization.of(numbers(config, "image_mean"), numbers(config, "image_std"));
    } catch (IllegalArgumentException e) {
      throw new ModelException("%s: image_mean and image_std: %s".formatted(config, e), e);
    }
  }

  private static double[] numbers(Config config, String name) {
    return config.numbers(name).stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** In words, what needs do not say. */
  String settings() {
    return "video without text, patches of %d pixels, %d x %d for a feature, mean %s, std %s"
        .formatted(patch, pooling, pooling, colors.mean(), colors.std());
  }

  /** The sampling the checkpoint states. */
  FrameSampling sampling() {
    return FrameSampling.atRate(perSecond, frames);
  }

  /** Each feature stands for a square cell. */
  ImageFit fit() {
    return ImageFit.keepAspect(cell(), features, Interpolation.BICUBIC);
  }

  private int cell() {
    return Math.multiplyExact(patch, pooling);
  }

  /** How many features each of these frames has. */
  int featuresOf(Frames given) {
    return given.width() / cell() * (given.height() / cell());
  }

  /** {@code [1, patches, 3 * patch * patch]}. */
  Shape pixelShape() {
    return new Shape(1, patches(), 3L * patch * patch);
  }

  /** {@code [1, patches, 2]}. */
  Shape placeShape() {
    return new Shape(1, patches(), 2);
  }

  private int patches() {
    return Math.multiplyExact(features, pooling * pooling);
  }

  /**
   * A frame's patches row by row, each with its pixels row by row and R, G, B of a pixel side by
   * side; then zeros.
   */
  OnnxInput.Values pixels(Frames given, int index) {
    ByteBuffer rgb = given.frame(index);
    FloatBuffer values = OnnxInput.Values.floats(Math.toIntExact(pixelShape().size()));
    for (int top = 0; top < given.height(); top += patch) {
      for (int left = 0; left < given.width(); left += patch) {
        for (int y = top; y < top + patch; y++) {
          int pixel = (y * given.width() + left) * 3;
          for (int i = pixel; i < pixel + 3 * patch; i++) {
            values.put(colors.apply(i % 3, rgb.get(i) & 0xff));
          }
        }
      }
    }
    return new OnnxInput.Values(values.rewind(), pixelShape());
  }

  /** The column and the row of each patch of a frame of this size; then -1. */
  OnnxInput.Values places(int width, int height) {
    long[] places = new long[2 * patches()];
    Arrays.fill(places, NOWHERE);
    int at = 0;
    for (int row = 0; row < height / patch; row++) {
      for (int column = 0; column < width / patch; column++) {
        places[at++] = column;
        places[at++] = row;
      }
    }
    LongBuffer values = OnnxInput.Values.longs(places.length).put(places);
    return new OnnxInput.Values(values.rewind(), placeShape());
  }
}
