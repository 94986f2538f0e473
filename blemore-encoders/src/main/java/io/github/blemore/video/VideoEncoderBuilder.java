package io.github.blemore.video;

import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.checkpoint.ImageProcessor;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.network.LoadedWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options that all encoders of whole clips have. Not safe for several threads.
 *
 * @param <B> the builder itself
 */
public abstract sealed class VideoEncoderBuilder<B extends VideoEncoderBuilder<B>>
    extends CheckpointEncoderBuilder<B>
    permits VideoMaeEncoder.Builder, TimeSformerEncoder.Builder {

  private @Nullable Integer windows;

  VideoEncoderBuilder(Path checkpoint, String defaultId) {
    super(checkpoint, defaultId);
  }

  /**
   * Into how many windows of equal length a clip is cut, each giving a vector; default 1.
   *
   * @param count 1..64
   */
  public B windows(int count) {
    requireUnset("windows", windows);
    if (count < 1 || count > 64) {
      throw new IllegalArgumentException(
          "windows of encoder %s is %d: must be 1..64".formatted(id(), count));
    }
    this.windows = count;
    return self();
  }

  /**
   * The parts of the encoder.
   *
   * @param mean of R, G, B, for a checkpoint without {@code preprocessor_config.json}
   * @param std of R, G, B, for the same
   */
  final VideoEncoder.Parts parts(
      LoadedWeights loaded, VideoNetwork net, List<Double> mean, List<Double> std) {
    int side = net.shape().grid().side();
    ImageFit usual = ImageFit.shortestEdgeCrop(side, Interpolation.BILINEAR);
    ImageProcessor processor =
        ImageProcessor.of(loaded.weights().checkpoint(), new ImageProcessor(usual, mean, std))
            .requireSide(loaded.weights().checkpoint(), side);
    return new VideoEncoder.Parts(loaded, net, processor, Objects.requireNonNullElse(windows, 1));
  }
}
