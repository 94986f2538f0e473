package io.github.blemore.video;

import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.image.Normalization;
import io.github.blemore.network.FrameWindows;
import io.github.blemore.network.LoadedWeights;
import java.nio.file.Path;
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
    this.windows = requireRange("windows", count, FrameWindows.MAX_WINDOWS);
    return self();
  }

  /**
   * The parts of the encoder.
   *
   * @param colors for a checkpoint without {@code preprocessor_config.json}
   */
  final VideoEncoder.Parts parts(LoadedWeights loaded, VideoNetwork net, Normalization colors) {
    return new VideoEncoder.Parts(
        loaded,
        net,
        net.shape().processor(loaded.weights().checkpoint(), colors),
        Objects.requireNonNullElse(windows, 1));
  }
}
