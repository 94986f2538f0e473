package io.github.blemore.onnx;

import ai.djl.ndarray.types.Shape;
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
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaNeeds;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * EmbeddingGemma 2 in its ONNX form: a clip's frames go through the vision encoder one by one, and
 * all their features through the text model as one video without text. One L2-normalized vector for
 * a clip, of 768 values or the first 512, 256 or 128 of them, normalized again. Nothing leaves the
 * machine.
 *
 * <p>The folder is a copy of {@code huggingface.co/onnx-community/embeddinggemma-2-ONNX}: {@code
 * config.json}, {@code processor_config.json}, {@code tokenizer.json}, and in {@code onnx/} the
 * files {@code model.onnx} and {@code vision_encoder.onnx} with their {@code .onnx_data}. Token
 * numbers, sizes and the sampling are read from there; {@code README.md} tells the license. Needs
 * ONNX Runtime as {@link OnnxEncoder} does, with its operators {@code
 * com.microsoft:RotaryEmbedding} and {@code com.microsoft:MultiHeadAttention}.
 *
 * <p><b>It was not run on the published weights</b> (1.8 GB, not on the machine where it was
 * written), only on small files of the same inputs and outputs. What it follows are public files:
 * the inputs, outputs and their order are those of transformers.js ({@code embedding_gemma2}); the
 * sampling (by default one frame a second from the first on, at most 32 spread over the clip), the
 * size, order and places of patches, and {@code <bos>}, for each frame {@code <|image>}, {@code
 * <|video|>} for each feature and {@code <image|>}, then {@code <eos>}, without times or a task's
 * prompt, are those of {@code EmbeddingGemma2Processor} in Hugging Face transformers for a video
 * alone. Its counts of features and tokens and its sums of places, as tests of transformers.js
 * state them, are kept to in tests here.
 *
 * <p>Where it differs: pictures are resized by Pillow's bicubic filter, there by torchvision's on
 * bytes, which has the same kernel but coarser weights, so that single levels may differ. The frame
 * on screen at a moment is taken by its time, there by its number and the mean rate. The sound is
 * not looked at: the model has an audio encoder, which is not used here.
 *
 * <p>Safe to share between threads.
 */
public final class EmbeddingGemmaEncoder extends AbstractEncoder {

  /** Its id, unless another is given. */
  public static final String ID = "embeddinggemma";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingGemmaEncoder.class);

  private static final String PIXELS = "pixel_values";
  private static final String PLACES = "pixel_position_ids";
  private static final String TOKENS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String OF_IMAGES = "image_features";
  private static final String OF_VIDEO = "video_features";
  private static final String OF_AUDIO = "audio_features";
  private static final String EMBEDDING = "sentence_embedding";

  private final OnnxModel vision;
  private final OnnxModel text;
  private final GemmaFrames frames;
  private final GemmaTokens tokens;
  private final int width;

  private EmbeddingGemmaEncoder(
      EncoderInfo info, Models models, GemmaFrames frames, GemmaTokens tokens, int width) {
    super(info);
    this.vision = models.vision();
    this.text = models.text();
    this.frames = frames;
    this.tokens = tokens;
    this.width = width;
  }

  /** Both or none. */
  private record Models(OnnxModel vision, OnnxModel text) implements AutoCloseable {

    static Models load(Path visionFile, Path textFile, Device device) {
      OnnxModel vision = OnnxModel.load(visionFile, device);
      try {
        return new Models(vision, OnnxModel.load(textFile, device));
      } catch (RuntimeException | Error e) {
        vision.close();
        throw e;
      }
    }

    @Override
    public void close() {
      vision.close();
      text.close();
    }
  }

  /**
   * Starts an encoder.
   *
   * @param folder of the checkpoint
   */
  public static Builder builder(Path folder) {
    return new Builder(folder);
  }

  @Override
  protected List<Encoding> encodePresent(List<ClipMedia> batch) {
    List<Encoding> encodings = new ArrayList<>();
    for (ClipMedia clip : batch) {
      encodings.add(Embedding.of(info().id(), vector(clip.frames().orElseThrow())));
    }
    return encodings;
  }

  private float[] vector(Frames given) {
    int perFrame = frames.featuresOf(given);
    FloatBuffer features = OnnxInput.Values.floats(given.count() * perFrame * width);
    OnnxInput.Values places = frames.places(given.width(), given.height());
    for (int i = 0; i < given.count(); i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedWorkException("interrupted in encoder " + info().id());
      }
      features.put(features(frames.pixels(given, i), places, perFrame));
    }
    LongBuffer ids = tokens.ofVideo(given.count(), perFrame);
    Shape sequence = new Shape(1, ids.remaining());
    OnnxInput.Values none = new OnnxInput.Values(OnnxInput.Values.floats(0), new Shape(0, width));
    OnnxResult result =
        text.run(
            info().id(),
            Map.of(
                TOKENS,
                new OnnxInput.Values(ids, sequence),
                MASK,
                new OnnxInput.Values(ones(ids.remaining()), sequence),
                OF_IMAGES,
                none,
                OF_VIDEO,
                new OnnxInput.Values(
                    features.rewind(), new Shape((long) given.count() * perFrame, width)),
                OF_AUDIO,
                none),
            EMBEDDING);
    return normalized(result);
  }

  private static LongBuffer ones(int count) {
    LongBuffer ones = OnnxInput.Values.longs(count);
    while (ones.hasRemaining()) {
      ones.put(1);
    }
    return ones.flip();
  }

  /** {@code [perFrame, width]} of one frame. */
  private float[] features(OnnxInput.Values pixels, OnnxInput.Values places, int perFrame) {
    OnnxResult result = vision.run(info().id(), Map.of(PIXELS, pixels, PLACES, places), OF_IMAGES);
    Shape wanted = new Shape(perFrame, width);
    if (!result.shape().equals(wanted)) {
      throw new InferenceException(
          "output \"%s\" of encoder %s is %s: must be %s, a row for each cell of the picture"
              .formatted(OF_IMAGES, info().id(), result.shape(), wanted));
    }
    return result.values();
  }

  private float[] normalized(OnnxResult result) {
    int dimension = info().dimension();
    Shape shape = result.shape();
    if (shape.dimension() != 2 || shape.get(0) != 1 || shape.get(1) < dimension) {
      throw new InferenceException(
          "output \"%s\" of encoder %s is %s: must be [1, at least %d]"
              .formatted(EMBEDDING, info().id(), shape, dimension));
    }
    double squares = 0;
    for (int i = 0; i < dimension; i++) {
      squares += (double) result.values()[i] * result.values()[i];
    }
    if (squares == 0) {
      throw new InferenceException(
          "output \"%s\" of encoder %s is zero in all %d values: has no direction"
              .formatted(EMBEDDING, info().id(), dimension));
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      unit[i] = (float) (result.values()[i] / length);
    }
    return unit;
  }

  @Override
  protected void release() {
    vision.close();
    text.close();
  }

  /**
   * Options of an {@link EmbeddingGemmaEncoder}; one set twice is refused. Not safe for several
   * threads.
   */
  public static final class Builder {

    private static final String MODEL_TYPE = "embedding_gemma2";
    private static final List<Integer> DIMENSIONS = List.of(768, 512, 256, 128);
    private static final Pattern VARIANT = Pattern.compile("[A-Za-z0-9_]+");

    private final Path folder;
    private @Nullable String id;
    private @Nullable Integer frameCount;
    private @Nullable Integer dimension;
    private @Nullable FrameRegion region;
    private @Nullable String variant;
    private @Nullable Device device;
    private @Nullable License license;
    private boolean nonCommercialAccepted;

    private Builder(Path folder) {
      this.folder = folder;
    }

    private void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException(
            "%s of encoder %s is set twice: %s".formatted(option, name(), value));
      }
    }

    private String name() {
      return Objects.requireNonNullElse(id, ID);
    }

    /** Its id among the encoders of a system; default {@link #ID}. */
    public Builder id(String name) {
      requireUnset("id", id);
      this.id = name;
      return this;
    }

    /**
     * Takes this many frames of a clip, spread evenly over it, instead of as many a second as the
     * checkpoint says: more than a few for clips of a few seconds.
     *
     * @param count from 1 to the checkpoint's {@code max_frames}, 32 in the published one
     */
    public Builder frames(int count) {
      requireUnset("frames", frameCount);
      if (count < 1) {
        throw new IllegalArgumentException(
            "frames of encoder %s is %d: must be 1 or more".formatted(name(), count));
      }
      this.frameCount = count;
      return this;
    }

    /**
     * How many of the embedding's first values to keep; default 768, all of them.
     *
     * @param values 768, 512, 256 or 128, which the model was trained for
     */
    public Builder dimension(int values) {
      requireUnset("dimension", dimension);
      if (!DIMENSIONS.contains(values)) {
        throw new IllegalArgumentException(
            "dimension of encoder %s is %d: must be one of %s"
                .formatted(name(), values, DIMENSIONS));
      }
      this.dimension = values;
      return this;
    }

    /** What part of a frame; default all of it. */
    public Builder region(FrameRegion part) {
      requireUnset("region", region);
      this.region = part;
      return this;
    }

    /**
     * Takes {@code model_NAME.onnx} and {@code vision_encoder_NAME.onnx}, such as {@code quantized}
     * or {@code q4}; default {@code model.onnx} and {@code vision_encoder.onnx}, float32. Those of
     * float16 are not for this model, whose values outgrow it.
     *
     * @param suffix letters, digits and underscores
     */
    public Builder variant(String suffix) {
      requireUnset("variant", variant);
      if (!VARIANT.matcher(suffix).matches()) {
        throw new IllegalArgumentException(
            "variant of encoder %s is \"%s\": must be letters, digits and underscores"
                .formatted(name(), suffix));
      }
      this.variant = suffix;
      return this;
    }

    /** Where to compute; default {@link Device#auto()}, which is the CPU. */
    public Builder device(Device where) {
      requireUnset("device", device);
      this.device = where;
      return this;
    }

    /** The license of the weights; default what the model card ({@code README.md}) says. */
    public Builder license(License ofWeights) {
      requireUnset("license", license);
      this.license = ofWeights;
      return this;
    }

    /** Says yes to weights whose license forbids commercial use; without it they are refused. */
    public Builder acceptNonCommercial() {
      requireUnset("acceptNonCommercial", nonCommercialAccepted ? true : null);
      this.nonCommercialAccepted = true;
      return this;
    }

    /**
     * Loads the checkpoint.
     *
     * @throws ModelException if a file or a value in it is missing, damaged or of another form, the
     *     ONNX files have other inputs or outputs, the license is not accepted, or ONNX Runtime or
     *     the GPU asked for is not there
     * @throws IllegalArgumentException if an option does not fit the checkpoint
     */
    public EmbeddingGemmaEncoder build() {
      Config config = Config.read(folder.resolve("config.json"));
      if (!config.text("model_type").equals(MODEL_TYPE)) {
        throw config.wrong("model_type", config.text("model_type"), MODEL_TYPE);
      }
      Config sizes =
          config
              .section("text_config")
              .orElseThrow(() -> config.wrong("text_config", "missing", "an object"));
      GemmaTokens tokens = GemmaTokens.read(folder, config);
      GemmaFrames frames = GemmaFrames.read(folder);
      FrameNeeds needs =
          new FrameNeeds(
              sampling(frames),
              Objects.requireNonNullElse(region, FrameRegion.whole()),
              frames.fit());
      int all = sizes.count("embedding_dim");
      int kept = Objects.requireNonNullElse(dimension, all);
      if (kept > all) {
        throw new IllegalArgumentException(
            "dimension of encoder %s is %d: embeddings of %s have %d values"
                .formatted(name(), kept, folder, all));
      }
      License accepted =
          Objects.requireNonNullElseGet(license, () -> Checkpoint.statedLicense(folder));
      accepted.requireAccepted(folder.toString(), nonCommercialAccepted);
      Path visionFile = file("vision_encoder");
      Path textFile = file("model");
      EncoderInfo.Builder info =
          EncoderInfo.builder(name(), modality(), MediaNeeds.of(needs))
              .dimension(kept)
              .checkpoint(OnnxFiles.sha256(List.of(visionFile, textFile)), accepted)
              .settings(
                  "EmbeddingGemma 2, video without text, first %d of %d values, %s"
                      .formatted(kept, all, frames.settings()));
      if (config.flag(Checkpoint.MADE_UP, false)) {
        info.madeUpWeights();
      }
      Models models = load(visionFile, textFile);
      try {
        int width = sizes.count("hidden_size");
        requireSignatures(models, frames, width, all);
        info.computesOn(
            "%s, %s, ONNX Runtime"
                .formatted(
                    models.text().isOnGpu() ? "gpu" : "cpu",
                    Objects.requireNonNullElse(variant, "float32")));
        EncoderInfo built = info.build();
        LOG.info("encoder {} loaded: {}", name(), built);
        return new EmbeddingGemmaEncoder(built, models, frames, tokens, width);
      } catch (RuntimeException | Error e) {
        models.close();
        throw e;
      }
    }

    private FrameSampling sampling(GemmaFrames ofCheckpoint) {
      if (frameCount == null) {
        return ofCheckpoint.sampling();
      }
      if (frameCount > ofCheckpoint.frames()) {
        throw new IllegalArgumentException(
            "frames of encoder %s is %d: %s takes at most %d (max_frames)"
                .formatted(name(), frameCount, folder, ofCheckpoint.frames()));
      }
      return FrameSampling.uniform(frameCount);
    }

    private Modality modality() {
      return region instanceof FrameRegion.Face ? Modality.FACE : Modality.BODY;
    }

    private Path file(String model) {
      return folder
          .resolve("onnx")
          .resolve((variant == null ? model : model + "_" + variant) + ".onnx");
    }

    private Models load(Path visionFile, Path textFile) {
      try {
        return Models.load(visionFile, textFile, Objects.requireNonNullElse(device, Device.auto()));
      } catch (LinkageError e) {
        throw OnnxArtifacts.missing(e);
      }
    }

    private static void requireSignatures(
        Models models, GemmaFrames frames, int width, int embedding) {
      models
          .vision()
          .requireSignature(
              List.of(
                  OnnxModel.Port.floats(PIXELS, frames.pixelShape().getShape()),
                  OnnxModel.Port.longs(PLACES, frames.placeShape().getShape())),
              OnnxModel.Port.floats(OF_IMAGES, -1, width));
      models
          .text()
          .requireSignature(
              List.of(
                  OnnxModel.Port.longs(TOKENS, 1, -1),
                  OnnxModel.Port.longs(MASK, 1, -1),
                  OnnxModel.Port.floats(OF_IMAGES, -1, width),
                  OnnxModel.Port.floats(OF_VIDEO, -1, width),
                  OnnxModel.Port.floats(OF_AUDIO, -1, width)),
              OnnxModel.Port.floats(EMBEDDING, 1, embedding));
    }
  }
}
