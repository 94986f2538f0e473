package io.github.blemore.s4d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.checkpoint.ImageProcessor;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.network.FrameWindows;
import io.github.blemore.network.LoadedWeights;
import io.github.blemore.network.PixelInput;
import io.github.blemore.network.Taps;
import io.github.blemore.network.TorchEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * S4D-ViTMoE ("Static for Dynamic", arXiv:2409.06154) on faces: the mean of the last layer's
 * tokens, normalized, which is what its authors save as features. The published weights come
 * without a license statement; the data they were trained on is for research only.
 *
 * <p>Where it differs from the published evaluation, so that an embedding depends on its own clip
 * only:
 *
 * <ul>
 *   <li>Routers add no noise to their logits, unless {@linkplain Builder#noise asked to}.
 *   <li>Experts have room for the tokens of each clip by itself, as in a published run with one
 *       clip at a time. Room shared with other clips of a batch is not offered.
 *   <li>Frames are spread over the clip, unless a {@linkplain Builder#frameStep step} is given.
 *       There are no views to average: windows are.
 *   <li>The face is cut out without a margin, as for the published models, but as a square around
 *       the box, upright: it is not turned to make the eyes level.
 * </ul>
 *
 * <p>Weights from pre-training have no experts: with them this is a dense encoder, whose embeddings
 * are the mean of its normalized tokens.
 *
 * <p>Safe to share between threads.
 */
public final class S4dEncoder extends TorchEncoder {

  /** The default id of this encoder, {@code s4d}. */
  public static final String ID = "s4d";

  private final S4dNet net;
  private final PixelInput pixels;
  private final int windows;
  private final S4dNoise noise;

  private S4dEncoder(
      EncoderInfo info, LoadedWeights loaded, S4dNet net, PixelInput pixels, Builder options) {
    super(info, loaded);
    this.net = net;
    this.pixels = pixels;
    this.windows = options.windows();
    this.noise = options.noise();
  }

  /**
   * Starts an encoder.
   *
   * @param checkpoint a folder with the weights; sizes its {@code config.json} does not name are
   *     those of its tensors, or those of the published models: 16 frames of 160 pixels, heads of
   *     64 values, two experts for a token
   */
  public static Builder builder(Path checkpoint) {
    return new Builder(checkpoint);
  }

  /** How many windows there are frames for. */
  @Override
  protected Object shapeOf(ClipMedia clip) {
    return windows(clip.frames().orElseThrow());
  }

  private int windows(Frames frames) {
    int perWindow = net.shape().frames();
    return Math.min(windows, (frames.count() + perWindow - 1) / perWindow);
  }

  @Override
  protected List<Encoding> encodeTogether(NDManager call, List<ClipMedia> clips) {
    List<Frames> frames = clips.stream().map(clip -> clip.frames().orElseThrow()).toList();
    int count = windows(frames.get(0));
    List<FrameWindows> cut =
        frames.stream()
            .map(f -> FrameWindows.of(info().id(), f, count, net.shape().frames()))
            .toList();
    return FrameWindows.embed(info().id(), cut, window -> features(pixels.apply(call, window)));
  }

  private NDArray features(NDArray clips) {
    S4dNet.Pass pass = new S4dNet.Pass(noise.forOnePass(), S4dNet.Capacity.OF_CLIP, Taps.NONE);
    return net.forward(clips.transpose(0, 2, 1, 3, 4), pass);
  }

  /** Options of a {@link S4dEncoder}. */
  public static final class Builder extends CheckpointEncoderBuilder<Builder> {

    private static final int MAX_FRAME_STEP = 1000;

    private @Nullable Integer windows;
    private @Nullable Integer frameStep;
    private @Nullable S4dNoise noise;

    private Builder(Path checkpoint) {
      super(checkpoint, ID);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * Into how many windows of 16 frames a clip is cut, each giving an embedding; default 1.
     *
     * @param count 1..64
     */
    public Builder windows(int count) {
      requireUnset("windows", windows);
      this.windows = requireRange("windows", count, FrameWindows.MAX_WINDOWS);
      return this;
    }

    /**
     * Takes every n-th frame from the first on, as the published test does (4 for DFEW and MAFW, 1
     * for FERV39k), until there are enough: the last window's missing ones are its last frame
     * again, and a window without any is left out. Default: frames are spread evenly over the clip,
     * whatever its length.
     *
     * @param frames how many apart, 1..1000
     */
    public Builder frameStep(int frames) {
      requireUnset("frameStep", frameStep);
      this.frameStep = requireRange("frameStep", frames, MAX_FRAME_STEP);
      return this;
    }

    /** What its routers add to their logits; default {@link S4dNoise#none()}. */
    public Builder noise(S4dNoise ofRouters) {
      requireUnset("noise", noise);
      this.noise = ofRouters;
      return this;
    }

    private int windows() {
      return windows == null ? 1 : windows;
    }

    private S4dNoise noise() {
      return Objects.requireNonNullElse(noise, S4dNoise.none());
    }

    /**
     * Loads the checkpoint.
     *
     * @throws io.github.blemore.ModelException if it is damaged or of another architecture, its
     *     license is not accepted, or PyTorch or the GPU asked for is not there
     */
    @Override
    public S4dEncoder build() {
      return LoadedWeights.load(
          this, S4dNet::requireArchitecture, S4dNet.prefixes(), this::encoder);
    }

    private S4dEncoder encoder(LoadedWeights loaded) {
      S4dNet net = new S4dNet(loaded.weights());
      if (net.expertBlocks() == 0 && noise().isDrawn()) {
        throw new IllegalArgumentException(
            "noise of encoder %s is %s: its weights have no experts whose routers could add it"
                .formatted(id(), noise()));
      }
      ImageProcessor processor = net.shape().processor(loaded.weights().checkpoint());
      int frames = net.shape().frames() * windows();
      FrameNeeds needs =
          new FrameNeeds(
              frameStep == null
                  ? FrameSampling.uniform(frames)
                  : FrameSampling.everyNth(frameStep, frames),
              FrameRegion.face(0),
              processor.fit());
      EncoderInfo info =
          loaded.describe(
              id(), Modality.FACE, MediaNeeds.of(needs), net.shape().width(), settings(net));
      PixelInput pixels =
          PixelInput.of(loaded.weights().manager(), processor.mean(), processor.std());
      return new S4dEncoder(info, loaded, net, pixels, this);
    }

    private String settings(S4dNet net) {
      String experts =
          net.expertBlocks() == 0
              ? "no experts"
              : "experts in %d blocks, capacity of each clip, %s"
                  .formatted(net.expertBlocks(), noise());
      String pooled = net.isPretrained() ? ", mean of pre-training's normalized tokens" : "";
      return "%d windows, %s%s".formatted(windows(), experts, pooled);
    }
  }
}
