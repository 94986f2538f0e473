package io.github.blemore.vision;

import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.checkpoint.ImageProcessor;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.network.LoadedWeights;
import io.github.blemore.pooling.TimePooling;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options that all encoders of single pictures have. Not safe for several threads.
 *
 * @param <B> the builder itself
 */
public abstract sealed class PictureEncoderBuilder<B extends PictureEncoderBuilder<B>>
    extends CheckpointEncoderBuilder<B> permits ClipVisionEncoder.Builder, VitEncoder.Builder {

  private static final int USUAL_FRAMES = 16;
  private static final int MAX_FRAMES = 4096;

  private @Nullable Integer frames;
  private @Nullable FrameRegion region;
  private @Nullable TimePooling pooling;

  PictureEncoderBuilder(Path checkpoint, String defaultId) {
    super(checkpoint, defaultId);
  }

  /**
   * How many frames to look at, evenly over the clip; default 16.
   *
   * @param count 1..4096
   */
  public B frames(int count) {
    requireUnset("frames", frames);
    this.frames = requireRange("frames", count, MAX_FRAMES);
    return self();
  }

  /** What of a frame to look at; default {@link FrameRegion#whole()}. */
  public B region(FrameRegion part) {
    requireUnset("region", region);
    this.region = part;
    return self();
  }

  /** How one vector is made of those of the frames; default {@link TimePooling#MEAN}. */
  public B pooling(TimePooling overTime) {
    requireUnset("pooling", pooling);
    this.pooling = overTime;
    return self();
  }

  /**
   * The parts of the encoder.
   *
   * @param usual for a checkpoint without {@code preprocessor_config.json}
   */
  final PictureEncoder.Parts parts(LoadedWeights loaded, PictureNetwork net, ImageProcessor usual) {
    ImageProcessor processor =
        ImageProcessor.of(loaded.weights().checkpoint(), usual)
            .requireSide(loaded.weights().checkpoint(), net.side());
    return new PictureEncoder.Parts(
        loaded,
        net,
        processor,
        new PictureEncoder.FrameOptions(
            Objects.requireNonNullElse(frames, USUAL_FRAMES),
            Objects.requireNonNullElse(region, FrameRegion.whole()),
            Objects.requireNonNullElse(pooling, TimePooling.MEAN)));
  }
}
