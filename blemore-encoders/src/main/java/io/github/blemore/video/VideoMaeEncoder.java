package io.github.blemore.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.checkpoint.ImageProcessor;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.network.LoadedWeights;
import io.github.blemore.network.PixelInput;
import io.github.blemore.network.Taps;
import io.github.blemore.network.TorchEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * VideoMAE (arXiv:2203.12602) on whole frames: the mean of the last layer's tokens, normalized as
 * the checkpoint's classifier does if it has one. The paper's system uses it fine-tuned; its
 * official weights are CC BY-NC 4.0.
 *
 * <p>Safe to share between threads.
 */
public final class VideoMaeEncoder extends TorchEncoder {

  /** The default id of this encoder, {@code videomae}. */
  public static final String ID = "videomae";

  private final VideoMaeNet net;
  private final PixelInput pixels;
  private final int windows;

  private VideoMaeEncoder(
      EncoderInfo info, LoadedWeights loaded, VideoMaeNet net, PixelInput pixels, int windows) {
    super(info, loaded);
    this.net = net;
    this.pixels = pixels;
    this.windows = windows;
  }

  /**
   * Starts an encoder.
   *
   * @param checkpoint a folder with {@code config.json} of type {@code videomae} and its weights
   */
  public static Builder builder(Path checkpoint) {
    return new Builder(checkpoint);
  }

  @Override
  protected List<Encoding> encodeTogether(NDManager call, List<ClipMedia> clips) {
    List<FrameWindows> cut =
        clips.stream()
            .map(clip -> clip.frames().orElseThrow())
            .map(frames -> FrameWindows.of(info().id(), frames, windows, net.shape().frames()))
            .toList();
    float[][][] vectors = new float[clips.size()][windows][];
    for (int w = 0; w < windows; w++) {
      int window = w;
      NDArray input = pixels.apply(call, cut.stream().map(c -> c.windows().get(window)).toList());
      NDArray pooled = net.pool(net.forward(input, Taps.NONE));
      float[] values = pooled.toFloatArray();
      int width = info().dimension();
      for (int i = 0; i < vectors.length; i++) {
        vectors[i][w] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
      }
    }
    List<Encoding> encodings = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      encodings.add(Embedding.of(info().id(), vectors[i]).withNotes(cut.get(i).notes()));
    }
    return encodings;
  }

  /** Options of a {@link VideoMaeEncoder}. */
  public static final class Builder extends CheckpointEncoderBuilder<Builder> {

    private @Nullable Integer windows;

    private Builder(Path checkpoint) {
      super(checkpoint, ID);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * Into how many windows of equal length a clip is cut, each giving an embedding; default 1.
     *
     * @param count 1..64
     */
    public Builder windows(int count) {
      requireUnset("windows", windows);
      if (count < 1 || count > 64) {
        throw new IllegalArgumentException(
            "windows of encoder %s is %d: must be 1..64".formatted(id(), count));
      }
      this.windows = count;
      return this;
    }

    /**
     * Loads the checkpoint.
     *
     * @throws io.github.blemore.ModelException if it is damaged or of another architecture, its
     *     license is not accepted, or PyTorch or the GPU asked for is not there
     */
    public VideoMaeEncoder build() {
      return LoadedWeights.load(
          this, List.of("videomae"), List.of(VideoMaeNet.prefix()), this::encoder);
    }

    private VideoMaeEncoder encoder(LoadedWeights loaded) {
      VideoMaeNet net = new VideoMaeNet(loaded.weights());
      int count = windows == null ? 1 : windows;
      ImageProcessor processor =
          ImageProcessor.of(
              loaded.weights().checkpoint(),
              new ImageProcessor(
                  ImageFit.shortestEdgeCrop(net.shape().side(), Interpolation.BILINEAR),
                  List.of(0.485, 0.456, 0.406),
                  List.of(0.229, 0.224, 0.225)));
      FrameNeeds needs =
          new FrameNeeds(
              FrameSampling.uniform(net.shape().frames() * count),
              FrameRegion.whole(),
              processor.fit());
      EncoderInfo info =
          loaded.describe(
              id(), Modality.BODY, MediaNeeds.of(needs), net.width(), count + " windows");
      PixelInput pixels =
          PixelInput.of(loaded.weights().manager(), processor.mean(), processor.std());
      return new VideoMaeEncoder(info, loaded, net, pixels, count);
    }
  }
}
