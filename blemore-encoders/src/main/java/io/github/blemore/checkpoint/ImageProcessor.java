package io.github.blemore.checkpoint;

import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import java.util.List;

/**
 * How pictures are prepared, as a {@code preprocessor_config.json} says it.
 *
 * @param fit from any size to the network's
 * @param mean of R, G, B on a scale of 0..1
 * @param std of R, G, B on a scale of 0..1
 */
public record ImageProcessor(ImageFit fit, List<Double> mean, List<Double> std) {

  private static final int BILINEAR = 2;
  private static final int BICUBIC = 3;

  /**
   * Reads what a checkpoint says.
   *
   * @param otherwise for a checkpoint without {@code preprocessor_config.json}
   * @throws io.github.blemore.ModelException if it asks for something this library does not do
   */
  public static ImageProcessor of(Checkpoint checkpoint, ImageProcessor otherwise) {
    return checkpoint.processor().map(ImageProcessor::read).orElse(otherwise);
  }

  private static ImageProcessor read(Config config) {
    return new ImageProcessor(fit(config), three(config, "image_mean"), three(config, "image_std"));
  }

  private static List<Double> three(Config config, String name) {
    List<Double> values = config.numbers(name);
    if (values.size() != 3) {
      throw config.wrong(name, values, "three numbers, for R, G, B");
    }
    return values;
  }

  private static ImageFit fit(Config config) {
    Interpolation filter = interpolation(config);
    Config size = config.section("size").orElse(config);
    if (size.has("height") && size.has("width")) {
      return ImageFit.squash(size.count("width"), size.count("height"), filter);
    }
    return ImageFit.shortestEdgeCrop(
        size.has("shortest_edge") ? size.count("shortest_edge") : config.count("size"), filter);
  }

  private static Interpolation interpolation(Config config) {
    int resample = config.count("resample", BILINEAR);
    return switch (resample) {
      case BILINEAR -> Interpolation.BILINEAR;
      case BICUBIC -> Interpolation.BICUBIC;
      default -> throw config.wrong("resample", resample, "2 (bilinear) or 3 (bicubic)");
    };
  }
}
