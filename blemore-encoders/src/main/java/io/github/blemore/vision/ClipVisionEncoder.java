package io.github.blemore.vision;

import io.github.blemore.checkpoint.ImageProcessor;
import io.github.blemore.image.Normalization;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.network.LoadedWeights;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The picture side of CLIP (arXiv:2103.00020) on single frames: {@code image_embeds}, in the space
 * shared with texts, not normalized to length 1.
 *
 * <p>Safe to share between threads.
 */
public final class ClipVisionEncoder extends PictureEncoder {

  /** The default id of this encoder, {@code clip}. */
  public static final String ID = "clip";

  private ClipVisionEncoder(String id, Parts parts) {
    super(id, parts);
  }

  /**
   * Starts an encoder.
   *
   * @param checkpoint a folder with {@code config.json} of type {@code clip_vision_model}, or of
   *     type {@code clip}, whose text side is ignored, and its weights
   */
  public static Builder builder(Path checkpoint) {
    return new Builder(checkpoint);
  }

  /** Options of a {@link ClipVisionEncoder}. */
  public static final class Builder extends PictureEncoderBuilder<Builder> {

    private @Nullable Boolean unprojected;

    private Builder(Path checkpoint) {
      super(checkpoint, ID);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * Takes {@code pooler_output}, the normalized class token before the projection; needed for a
     * checkpoint that has no projection.
     */
    public Builder withoutProjection() {
      requireUnset("withoutProjection", unprojected);
      unprojected = true;
      return this;
    }

    /**
     * Loads the checkpoint. Without {@code preprocessor_config.json}, frames are resized
     * bicubically so that the shorter side fits, cropped, and normalized by CLIP's mean
     * (0.48145466, 0.4578275, 0.40821073) and deviation (0.26862954, 0.26130258, 0.27577711).
     *
     * @throws io.github.blemore.ModelException if it is damaged or of another architecture, or has
     *     no projection to project by, its license is not accepted, or PyTorch or the GPU asked for
     *     is not there
     */
    @Override
    public ClipVisionEncoder build() {
      return LoadedWeights.load(
          this, List.of("clip_vision_model", "clip"), ClipVisionNet.prefixes(), this::encoder);
    }

    private ClipVisionEncoder encoder(LoadedWeights loaded) {
      ClipVisionNet net = new ClipVisionNet(loaded.weights(), unprojected == null);
      return new ClipVisionEncoder(
          id(),
          parts(
              loaded,
              net,
              ImageProcessor.of(
                  ImageFit.shortestEdgeCrop(net.side(), Interpolation.BICUBIC),
                  Normalization.CLIP)));
    }
  }
}
