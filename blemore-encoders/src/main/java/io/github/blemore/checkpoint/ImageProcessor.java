package io.github.blemore.checkpoint;

import io.github.blemore.ModelException;
import io.github.blemore.image.Normalization;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How pictures are prepared, as a {@code preprocessor_config.json} of the processors of VideoMAE,
 * CLIP and ViT says it: resized, cropped, divided by 255, normalized.
 *
 * @param fit from any size to the network's
 * @param mean of R, G, B on a scale of 0..1
 * @param std of R, G, B on a scale of 0..1, above 0
 */
public record ImageProcessor(ImageFit fit, List<Double> mean, List<Double> std) {

  private static final int BILINEAR = 2;
  private static final int BICUBIC = 3;
  private static final double RESCALE = 1 / 255.0;

  private static final String TYPE = "image_processor_type";
  private static final String OLD_TYPE = "feature_extractor_type";
  private static final Pattern PROCESSOR =
      Pattern.compile(
          "(VideoMAE|CLIP|ViT)(?:ImageProcessor|ImageProcessorFast|FeatureExtractor|VideoProcessor)");

  /** Fits a picture, then normalizes it. */
  public static ImageProcessor of(ImageFit fit, Normalization colors) {
    return new ImageProcessor(fit, colors.mean(), colors.std());
  }

  /**
   * Reads what a checkpoint says.
   *
   * @param otherwise for a checkpoint without {@code preprocessor_config.json}; of one that does
   *     not say them, the filter and what a {@code size} of one number means, the shortest edge or
   *     both sides
   * @throws ModelException if it asks for something this library does not do
   */
  public static ImageProcessor of(Checkpoint checkpoint, ImageProcessor otherwise) {
    return checkpoint.processor().map(config -> read(config, otherwise)).orElse(otherwise);
  }

  /**
   * This, if it makes the pictures that a network takes.
   *
   * @param side of the network's pictures, in pixels
   * @throws ModelException if it makes others
   */
  public ImageProcessor requireSide(Checkpoint checkpoint, int side) {
    if (fit.width() != side || fit.height() != side) {
      throw new ModelException(
          "%s makes pictures of %d x %d pixels, its network takes %d x %d (image_size): other sizes than the trained one are not supported"
              .formatted(checkpoint.folder(), fit.width(), fit.height(), side, side));
    }
    return this;
  }

  private static ImageProcessor read(Config config, ImageProcessor otherwise) {
    requireFlag(config, "do_resize");
    requireFlag(config, "do_rescale");
    double factor = config.number("rescale_factor", RESCALE);
    if (Math.abs(factor - RESCALE) > 1e-9) {
      throw config.wrong("rescale_factor", factor, "1 / 255");
    }
    ImageFit fit = fit(config, otherwise.fit());
    if (!config.flag("do_normalize", true)) {
      return new ImageProcessor(fit, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    }
    List<Double> std = three(config, "image_std");
    if (std.stream().anyMatch(value -> value.floatValue() <= 0)) {
      throw config.wrong("image_std", std, "above 0");
    }
    return new ImageProcessor(fit, three(config, "image_mean"), std);
  }

  private static void requireFlag(Config config, String name) {
    if (!config.flag(name, true)) {
      throw config.wrong(name, false, "true: pictures come as bytes of any size");
    }
  }

  private static List<Double> three(Config config, String name) {
    List<Double> values = config.numbers(name);
    if (values.size() != 3) {
      throw config.wrong(name, values, "three numbers, for R, G, B");
    }
    return values;
  }

  private static ImageFit fit(Config config, ImageFit usual) {
    Interpolation filter = interpolation(config, usual.interpolation());
    boolean square = isOneNumberASquare(config, usual);
    Optional<Config> size = config.section("size");
    if (size.map(sides -> !sides.has("shortest_edge")).orElse(square)) {
      return squash(config, filter);
    }
    int edge = size.map(ImageProcessor::shortestEdge).orElseGet(() -> config.count("size"));
    if (!config.flag("do_center_crop", true)) {
      throw config.wrong(
          "do_center_crop", false, "true: else the pictures have as many sizes as the clips");
    }
    int crop = crop(config).orElse(edge);
    if (crop > edge) {
      throw config.wrong("crop_size", crop, "at most the shortest edge of %d".formatted(edge));
    }
    return ImageFit.shortestEdgeCrop(edge, crop, filter);
  }

  /** What a {@code size} of one number means to the processor: both sides, or the shorter one. */
  private static boolean isOneNumberASquare(Config config, ImageFit usual) {
    String key = config.has(TYPE) ? TYPE : OLD_TYPE;
    if (!config.has(key)) {
      return usual instanceof ImageFit.Squash;
    }
    Matcher processor = PROCESSOR.matcher(config.text(key));
    if (!processor.matches()) {
      throw config.wrong(key, config.text(key), "the processor of VideoMAE, CLIP or ViT");
    }
    return processor.group(1).equals("ViT");
  }

  private static ImageFit squash(Config config, Interpolation filter) {
    Optional<Config> size = config.section("size");
    int height = size.map(sides -> sides.count("height")).orElseGet(() -> config.count("size"));
    int width = size.map(sides -> sides.count("width")).orElseGet(() -> config.count("size"));
    if (config.flag("do_center_crop", false)) {
      int crop = crop(config).orElse(height);
      if (crop != height || crop != width) {
        throw config.wrong("crop_size", crop, "the size of %d x %d".formatted(height, width));
      }
    }
    return ImageFit.squash(width, height, filter);
  }

  private static int shortestEdge(Config sides) {
    if (sides.has("longest_edge")) {
      throw sides.wrong("longest_edge", sides.count("longest_edge"), "absent");
    }
    return sides.count("shortest_edge");
  }

  private static Optional<Integer> crop(Config config) {
    Optional<Config> sides = config.section("crop_size");
    if (sides.isEmpty()) {
      return config.has("crop_size") ? Optional.of(config.count("crop_size")) : Optional.empty();
    }
    int height = sides.get().count("height");
    int width = sides.get().count("width");
    if (height != width) {
      throw sides.get().wrong("width", width, "the height of %d".formatted(height));
    }
    return Optional.of(height);
  }

  private static Interpolation interpolation(Config config, Interpolation usual) {
    if (!config.has("resample")) {
      return usual;
    }
    int resample = config.count("resample");
    return switch (resample) {
      case BILINEAR -> Interpolation.BILINEAR;
      case BICUBIC -> Interpolation.BICUBIC;
      default -> throw config.wrong("resample", resample, "2 (bilinear) or 3 (bicubic)");
    };
  }
}
