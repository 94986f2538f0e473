package io.github.blemore.faceapi;

import ai.djl.engine.EngineException;
import io.github.blemore.AbstractEncoder;
import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.License;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.torch.TorchDevice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Face expression features of {@code @vladmandic/face-api} 1.7.15 (MIT), whose weights come with
 * this module: a small convolutional net, trained on single posed expressions. Its input are face
 * crops, uint8 RGB 112 x 112; its embedding one window of 256 values, float32, not negative: the
 * mean over the clip's frames of the net's pooled last layer. {@link FaceApiHead} turns it into
 * probabilities.
 *
 * <p>Safe to share between threads.
 */
public final class FaceApiEncoder extends AbstractEncoder {

  /** The id of this encoder, {@code face-api}. */
  public static final String ID = "face-api";

  private static final Logger LOG = LoggerFactory.getLogger(FaceApiEncoder.class);
  private static final int FRAME_BYTES = ExpressionNet.SIDE * ExpressionNet.SIDE * 3;

  /**
   * Frames in one pass: more are hardly faster, and take some 4 MB each while they are computed.
   */
  private static final int FRAMES_AT_ONCE = 32;

  private final ExpressionNet net;

  // Native buffers are freed late by the garbage collector, so that they are used again.
  private final Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

  private FaceApiEncoder(EncoderInfo info, ExpressionNet net) {
    super(info);
    this.net = net;
  }

  /** Starts an encoder; all has a default. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  protected List<Encoding> encodePresent(List<ClipMedia> batch) {
    List<ByteBuffer> images = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (ClipMedia media : batch) {
      Frames frames = media.frames().orElseThrow();
      for (int i = 0; i < frames.count(); i++) {
        images.add(frames.frame(i));
      }
      counts.add(frames.count());
    }
    float[] features = features(images);
    List<Encoding> encodings = new ArrayList<>(batch.size());
    int first = 0;
    for (int count : counts) {
      encodings.add(Embedding.of(ID, mean(features, first, count)));
      first += count;
    }
    return encodings;
  }

  private float[] features(List<ByteBuffer> images) {
    float[] features = new float[images.size() * ExpressionNet.DIMENSION];
    ByteBuffer pooled = buffers.poll();
    ByteBuffer buffer =
        pooled == null ? ByteBuffer.allocateDirect(FRAMES_AT_ONCE * FRAME_BYTES) : pooled;
    try {
      for (int first = 0; first < images.size(); first += FRAMES_AT_ONCE) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedWorkException(
              "interrupted after %d of %d frames of encoder %s"
                  .formatted(first, images.size(), ID));
        }
        int count = Math.min(FRAMES_AT_ONCE, images.size() - first);
        buffer.clear();
        images.subList(first, first + count).forEach(buffer::put);
        float[] some = net.features(buffer.flip(), count);
        System.arraycopy(some, 0, features, first * ExpressionNet.DIMENSION, some.length);
      }
    } catch (EngineException e) {
      throw new InferenceException("encoder %s failed: %s".formatted(ID, e.getMessage()), e);
    } finally {
      buffers.add(buffer);
    }
    return features;
  }

  private static float[] mean(float[] features, int first, int count) {
    float[] mean = new float[ExpressionNet.DIMENSION];
    for (int d = 0; d < mean.length; d++) {
      double sum = 0;
      for (int i = first; i < first + count; i++) {
        sum += features[i * mean.length + d];
      }
      mean[d] = (float) (sum / count);
    }
    return mean;
  }

  @Override
  protected void release() {
    net.close();
    buffers.clear();
  }

  /** Options of a {@link FaceApiEncoder}; one set twice is refused. Not safe for threads. */
  public static final class Builder {

    private @Nullable Integer frames;
    private @Nullable Double margin;
    private @Nullable Device device;

    private Builder() {}

    /**
     * How many frames to look at, evenly over the clip; default 16.
     *
     * @param count 1..4096
     */
    public Builder frames(int count) {
      requireUnset("frames", frames);
      this.frames = count;
      return this;
    }

    /**
     * What is added on each side of the face box, as a share of it; default 0.1. The Haar cascade's
     * boxes are a little smaller than those the net is fed by face-api itself: 79 pixels against 88
     * to 96 on the same portrait.
     *
     * @param share 0..2
     */
    public Builder margin(double share) {
      requireUnset("margin", margin);
      this.margin = share;
      return this;
    }

    /** Where to compute; default the CPU, as the net is small. */
    public Builder device(Device where) {
      requireUnset("device", device);
      this.device = where;
      return this;
    }

    private static void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException(
            "%s of encoder %s is set twice: %s".formatted(option, ID, value));
      }
    }

    /**
     * Loads the weights.
     *
     * @throws IllegalArgumentException if an option is out of range
     * @throws ModelException if PyTorch or the GPU asked for is not there, or the weights were
     *     changed
     */
    public FaceApiEncoder build() {
      FrameNeeds needs =
          new FrameNeeds(
              FrameSampling.uniform(frames == null ? 16 : frames),
              FrameRegion.face(margin == null ? 0.1 : margin),
              ImageFit.squash(ExpressionNet.SIDE, ExpressionNet.SIDE, Interpolation.BILINEAR));
      TfjsWeights weights = TfjsWeights.ofExpressionNet();
      TorchDevice torch = TorchDevice.of(device == null ? Device.cpu() : device);
      EncoderInfo info =
          EncoderInfo.builder(ID, Modality.FACE, MediaNeeds.of(needs))
              .dimension(ExpressionNet.DIMENSION)
              .checkpoint(
                  TfjsWeights.EXPRESSION_SHA256,
                  new License("MIT", "https://www.npmjs.com/package/@vladmandic/face-api", true))
              .computesOn(torch.computesOn("float32"))
              .build();
      ExpressionNet net;
      try {
        net = new ExpressionNet(torch.newManager(), weights);
      } catch (EngineException e) {
        throw new ModelException("encoder %s: %s".formatted(ID, e.getMessage()), e);
      }
      LOG.info("encoder {} loaded: {}", ID, info.computesOn());
      return new FaceApiEncoder(info, net);
    }
  }
}
