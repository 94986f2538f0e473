package io.github.blemore.video;

import io.github.blemore.image.Normalization;
import io.github.blemore.network.LoadedWeights;
import java.nio.file.Path;
import java.util.List;

/**
 * VideoMAE (arXiv:2203.12602) on whole frames: what the checkpoint's classifier sees, or would see.
 * With {@code use_mean_pooling} that is the mean of the last layer's tokens, normalized if the
 * checkpoint has {@code fc_norm}; without, the first token. The paper's system uses it fine-tuned;
 * its official weights are CC BY-NC 4.0.
 *
 * <p>Safe to share between threads.
 */
public final class VideoMaeEncoder extends VideoEncoder {

  /** The default id of this encoder, {@code videomae}. */
  public static final String ID = "videomae";

  private VideoMaeEncoder(String id, Parts parts) {
    super(id, parts);
  }

  /**
   * Starts an encoder.
   *
   * @param checkpoint a folder with {@code config.json} of type {@code videomae} and its weights
   */
  public static Builder builder(Path checkpoint) {
    return new Builder(checkpoint);
  }

  /** Options of a {@link VideoMaeEncoder}. */
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
     * the shorter side fits, cropped, and normalized by ImageNet's mean (0.485, 0.456, 0.406) and
     * deviation (0.229, 0.224, 0.225).
     *
     * @throws io.github.blemore.ModelException if it is damaged or of another architecture, its
     *     license is not accepted, or PyTorch or the GPU asked for is not there
     */
    @Override
    public VideoMaeEncoder build() {
      return LoadedWeights.load(
          this, List.of("videomae"), List.of(VideoMaeNet.prefix()), this::encoder);
    }

    VideoMaeEncoder encoder(LoadedWeights loaded) {
      return new VideoMaeEncoder(
          id(), parts(loaded, new VideoMaeNet(loaded.weights()), Normalization.IMAGENET));
    }
  }
}
