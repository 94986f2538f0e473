package io.github.blemore.vision;

import io.github.blemore.checkpoint.ImageProcessor;
import io.github.blemore.image.Normalization;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.network.LoadedWeights;
import java.nio.file.Path;
import java.util.List;

/**
 * The vision transformer (arXiv:2010.11929) on single frames: the pooler's output if the checkpoint
 * has a pooler, else the class token of the last layer, normalized, which is what a classifier
 * sees.
 *
 * <p>Safe to share between threads.
 */
public final class VitEncoder extends PictureEncoder {

  /** The default id of this encoder, {@code vit}. */
  public static final String ID = "vit";

  private VitEncoder(String id, Parts parts) {
    super(id, parts);
  }

  /**
   * Starts an encoder.
   *
   * @param checkpoint a folder with {@code config.json} of type {@code vit} and its weights
   */
  public static Builder builder(Path checkpoint) {
    return new Builder(checkpoint);
  }

  /** Options of a {@link VitEncoder}. */
  public static final class Builder extends PictureEncoderBuilder<Builder> {

    private Builder(Path checkpoint) {
      super(checkpoint, ID);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * Loads the checkpoint. Without {@code preprocessor_config.json}, frames are resized bilinearly
     * to exactly the network's size, and normalized by mean 0.5 and deviation 0.5 of every channel.
     *
     * @throws io.github.blemore.ModelException if it is damaged or of another architecture, its
     *     license is not accepted, or PyTorch or the GPU asked for is not there
     */
    @Override
    public VitEncoder build() {
      return LoadedWeights.load(this, List.of("vit"), List.of(VitNet.prefix()), this::encoder);
    }

    private VitEncoder encoder(LoadedWeights loaded) {
      VitNet net = new VitNet(loaded.weights());
      ImageFit fit = ImageFit.squash(net.side(), net.side(), Interpolation.BILINEAR);
      return new VitEncoder(id(), parts(loaded, net, ImageProcessor.of(fit, Normalization.HALF)));
    }
  }
}
