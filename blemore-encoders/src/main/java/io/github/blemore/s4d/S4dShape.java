package io.github.blemore.s4d;

import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.checkpoint.ImageProcessor;
import io.github.blemore.image.Normalization;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.network.Weights;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The sizes of a network: as the config says; where it does not, as the tensors show; and where
 * they cannot, as the published models have them.
 *
 * @param frames of a clip
 * @param side of a frame, in pixels
 * @param patch side of a patch, in pixels
 * @param tubelet frames in a patch
 * @param width of a token
 * @param depth how many layers
 * @param heads of each attention
 * @param inner width of the MLPs
 * @param eps of the normalizations
 */
public record S4dShape(
    int frames,
    int side,
    int patch,
    int tubelet,
    int width,
    int depth,
    int heads,
    int inner,
    double eps) {

  private static final int FRAMES = 16;
  private static final int SIDE = 160;
  private static final int WIDTH_OF_A_HEAD = 64;
  private static final double EPS = 1e-6;

  /** The kernel of the patch embedding, {@code [width, 3, tubelet, patch, patch]}. */
  static final String KERNEL = "patch_embed.proj.weight";

  static S4dShape of(Weights weights, Config config) {
    long[] kernel = weights.shape(KERNEL).orElseThrow(() -> missing(config, KERNEL));
    if (kernel.length != 5) {
      throw new ModelException(
          "%s: tensor \"%s\" has shape %s, must have [width, 3, frames, side, side]"
              .formatted(config, KERNEL, Arrays.toString(kernel)));
    }
    int width = config.count("embed_dim", Math.toIntExact(kernel[0]));
    int layers =
        (int)
            IntStream.iterate(0, i -> i + 1)
                .takeWhile(i -> weights.has("blocks.%d.norm1.weight".formatted(i)))
                .count();
    String up = "blocks.0.mlp.fc1.weight";
    long inner = weights.outputs(up).orElseThrow(() -> missing(config, up));
    S4dShape shape =
        new S4dShape(
            config.count("all_frames", FRAMES),
            config.count("img_size", SIDE),
            config.count("patch_size", Math.toIntExact(kernel[4])),
            config.count("tubelet_size", Math.toIntExact(kernel[2])),
            width,
            config.count("depth", layers),
            config.count("num_heads", Math.max(1, width / WIDTH_OF_A_HEAD)),
            Math.toIntExact(inner),
            config.number("layer_norm_eps", EPS));
    shape.check(config);
    return shape;
  }

  private static ModelException missing(Config config, String tensor) {
    return new ModelException(
        "%s: its weights have no tensor \"%s\": they are no S4D network".formatted(config, tensor));
  }

  private void check(Config config) {
    requireMultiple(config, "all_frames", frames, "tubelet_size", tubelet);
    requireMultiple(config, "img_size", side, "patch_size", patch);
    requireMultiple(config, "embed_dim", width, "num_heads", heads);
  }

  private static void requireMultiple(Config config, String name, int n, String of, int divisor) {
    if (n % divisor != 0) {
      throw new ModelException(
          "%s: %s %d must be a multiple of %s %d".formatted(config, name, n, of, divisor));
    }
  }

  /**
   * How pictures become the network's: as the checkpoint says; by default squashed to its size and
   * normalized by ImageNet's mean and deviation.
   *
   * @throws ModelException if the checkpoint says another size
   */
  public ImageProcessor processor(Checkpoint checkpoint) {
    ImageProcessor usual =
        ImageProcessor.of(
            ImageFit.squash(side, side, Interpolation.BILINEAR), Normalization.IMAGENET);
    return ImageProcessor.of(checkpoint, usual).requireSide(checkpoint, side);
  }

  /** Tokens of one time slot, which is all that a picture has. */
  int patchesPerSlot() {
    return (side / patch) * (side / patch);
  }

  /** Tokens of a clip. */
  int tokens() {
    return frames / tubelet * patchesPerSlot();
  }
}
