package io.github.blemore.video;

import io.github.blemore.image.Normalization;
import io.github.blemore.network.LoadedWeights;
import java.nio.file.Path;
import java.util.List;

/**
 * TimeSformer (arXiv:2102.05095) with divided space-time attention on whole frames: the class token
 * of the last layer, normalized, which is what the checkpoint's classifier sees.
 *
 * <p>Safe to share between threads.
 */
public final class TimeSformerEncoder extends VideoEncoder {

  /** The default id of this encoder, {@code timesformer}. */
  public static final String ID = "timesformer";

  private TimeSformerEncoder(String id, Parts parts) {
    super(id, parts);
  }

  /**
   * Starts an encoder.
   *
   * @param checkpoint a folder with {@code config.json} of type {@code timesformer} and its weights
   */
  public static Builder builder(Path checkpoint) {
    return new Builder(checkpoint);
  }

  /** Options of a {@link TimeSformerEncoder}. */
  public static final class Builder extends VideoEncoderBuilder<Builder> {

    private Builder(Path checkpoint) {
      super(checkpoint, ID);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * Loads the checkpoint. Without {@code preprocessor_config.json}, frames are resized so that
     * the shorter side fits, cropped, and normalized by mean 0.45 and deviation 0.225 of every
     * channel.
     *
     * @throws io.github.blemore.ModelException if it is damaged or of another architecture, such as
     *     with attention that is not divided, its license is not accepted, or PyTorch or the GPU
     *     asked for is not there
     */
    @Override
    public TimeSformerEncoder build() {
      return LoadedWeights.load(
          this, List.of("timesformer"), List.of(TimeSformerNet.prefix()), this::encoder);
    }

    private TimeSformerEncoder encoder(LoadedWeights loaded) {
      return new TimeSformerEncoder(
          id(), parts(loaded, new TimeSformerNet(loaded.weights()), Normalization.TIMESFORMER));
    }
  }
}
