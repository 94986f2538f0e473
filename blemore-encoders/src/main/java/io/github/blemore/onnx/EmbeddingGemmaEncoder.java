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
import io.github.blemore.ModelException;
import io.github.blemore.NoEmbedding;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * EmbeddingGemma 2 in its ONNX form. It looks at the pictures: a clip's frames go through the
 * vision encoder one by one, and all their features through the text model as one video without
 * text. Or, with {@link Builder#sound}, it listens: up to 30 s of the sound go through the audio
 * encoder. One L2-normalized vector for a clip, of 768 values or the first 512, 256 or 128 of them,
 * normalized again. Nothing leaves the machine.
 *
 * <p>The folder is a copy of {@code huggingface.co/onnx-community/embeddinggemma-2-ONNX}: {@code
 * config.json}, {@code processor_config.json}, {@code tokenizer.json}, and in {@code onnx/} the
 * files {@code model.onnx} and {@code vision_encoder.onnx}, or {@code audio_encoder.onnx}, with
 * their {@code .onnx_data}. Token numbers, sizes and the sampling are read from there; {@code
 * README.md} tells the license. Needs ONNX Runtime as {@link OnnxEncoder} does, with its operators
 * {@code com.microsoft:RotaryEmbedding} and {@code com.microsoft:MultiHeadAttention}.
 *
 * <p><b>It was not run on the published weights</b> (1.8 GB without the audio encoder, not on the
 * machine where it was written), only on small files of the same inputs and outputs. What it
 * follows are public files: the inputs, outputs and their order are those of transformers.js
 * ({@code embedding_gemma2}); the rest is what {@code EmbeddingGemma2Processor} of Hugging Face
 * transformers does with a video or a sound alone. That is, for pictures: the sampling (by default
 * one frame a second from the first on, at most 32 spread over the clip), the size, order and
 * places of patches, and as tokens {@code <bos>}, for each frame {@code <|image>}, {@code
 * <|video|>} for each feature and {@code <image|>}, then {@code <eos>}; for sound: its {@linkplain
 * io.github.blemore.sound.LogMelSpectrum spectrum}, and {@code <bos>}, {@code <|audio>}, {@code
 * <|audio|>} for each feature, {@code <audio|>}, {@code <eos>}; in both neither times nor a task's
 * prompt. Counts of features, tokens and frames and sums of places that tests of transformers.js
 * state are kept to in tests here.
 *
 * <p>Where it differs: pictures are resized by Pillow's bicubic filter, there by torchvision's on
 * bytes, which has the same kernel but coarser weights, so that single levels may differ. The frame
 * on screen at a moment is taken by its time, there by its number and the mean rate. Pictures and
 * sound are not put into one vector.
 *
 * <p>Safe to share between threads.
 */
public final class EmbeddingGemmaEncoder extends AbstractEncoder {

  /** Its id, unless another is given. */
  public static final String ID = "embeddinggemma";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingGemmaEncoder.class);

  private static final String TOKENS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final List<String> FEATURES =
      List.of("image_features", "video_features", "audio_features");
  private static final String EMBEDDING = "sentence_embedding";

  private final OnnxModel tower;
  private final OnnxModel text;
  private final GemmaSense sense;
  private final GemmaTokens tokens;
  private final int width;

  private EmbeddingGemmaEncoder(
      EncoderInfo info, Models models, GemmaSense sense, GemmaTokens tokens, int width) {
    super(info);
    this.tower = models.tower();
    this.text = models.text();
    this.sense = sense;
    this.tokens = tokens;
    this.width = width;
  }

  /**
   * Both or none.
   *
   * @param tower the encoder of pictures or sound
   */
  private record Models(OnnxModel tower, OnnxModel text) implements AutoCloseable {

    static Models load(Path towerFile, Path textFile, Device device) {
      OnnxModel tower = OnnxModel.load(towerFile, device);
      try {
        return new Models(tower, OnnxModel.load(textFile, device));
      } catch (RuntimeException | Error e) {
        tower.close();
        throw e;
      }
    }

    @Override
    public void close() {
      tower.close();
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
      GemmaSense.Work work = sense.work(clip);
      encodings.add(
          work.features() == 0
              ? new NoEmbedding(info().id(), "the sound is too short: needs 161 samples")
              : Embedding.of(info().id(), vector(work)));
    }
    return encodings;
  }

  private float[] vector(GemmaSense.Work work) {
    int rows = Math.multiplyExact(work.runs(), work.features());
    FloatBuffer features = OnnxInput.Values.floats(Math.multiplyExact(rows, width));
    for (int run = 0; run < work.runs(); run++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedWorkException("interrupted in encoder " + info().id());
      }
      features.put(features(work, run));
    }
    LongBuffer ids = tokens.of(work.runs(), work.features());
    Shape sequence = new Shape(1, ids.remaining());
    Map<String, OnnxInput.Values> inputs = new HashMap<>();
    inputs.put(TOKENS, new OnnxInput.Values(ids, sequence));
    inputs.put(MASK, new OnnxInput.Values(ones(ids.remaining()), sequence));
    for (String name : FEATURES) {
      inputs.put(
          name,
          name.equals(sense.features())
              ? new OnnxInput.Values(features.rewind(), new Shape(rows, width))
              : new OnnxInput.Values(OnnxInput.Values.floats(0), new Shape(0, width)));
    }
    return normalized(text.run(info().id(), inputs, EMBEDDING));
  }

  private static LongBuffer ones(int count) {
    LongBuffer ones = OnnxInput.Values.longs(count);
    while (ones.hasRemaining()) {
      ones.put(1);
    }
    return ones.flip();
  }

  /** {@code [features, width]} of one run. */
  private float[] features(GemmaSense.Work work, int run) {
    OnnxResult result = tower.run(info().id(), work.inputs().apply(run), sense.output());
    Shape wanted = new Shape(work.features(), width);
    if (!result.shape().equals(wanted)) {
      throw new InferenceException(
          "output \"%s\" of encoder %s is %s: must be %s, a row for each feature"
              .formatted(sense.output(), info().id(), result.shape(), wanted));
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
    tower.close();
    text.close();
  }

  /**
   * Options of an {@link EmbeddingGemmaEncoder}; one set twice is refused. Not safe for several
   * threads.
   */
  public static final class Builder {

    private static final String MODEL_TYPE = "embedding_gemma2";
    private static final String TEXT = "model";
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
    private boolean ofSound;
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

    /** Listens to the sound instead of looking at the pictures. */
    public Builder sound() {
      requireUnset("sound", ofSound ? true : null);
      this.ofSound = true;
      return this;
    }

    /** What part of a frame; default all of it. */
    public Builder region(FrameRegion part) {
      requireUnset("region", region);
      this.region = part;
      return this;
    }

    /**
     * Takes {@code model_NAME.onnx} and {@code vision_encoder_NAME.onnx} or {@code
     * audio_encoder_NAME.onnx}, such as {@code quantized} or {@code q4}; default those without a
     * name, float32. Those of float16 are not to be used: the model's values outgrow its range, as
     * SGLang's page about the model says.
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
      GemmaSense sense = sense();
      GemmaTokens tokens = GemmaTokens.read(folder, config, sense.tokens());
      int width = sizes.count("hidden_size");
      int all = sizes.count("embedding_dim");
      EncoderInfo info = info(sense, all, config.flag(Checkpoint.MADE_UP, false));
      Models models = load(sense);
      try {
        requireSignatures(models, sense, width, all);
        LOG.info("encoder {} loaded: {}", name(), info);
        return new EmbeddingGemmaEncoder(info, models, sense, tokens, width);
      } catch (RuntimeException | Error e) {
        models.close();
        throw e;
      }
    }

    private EncoderInfo info(GemmaSense sense, int all, boolean madeUp) {
      int kept = Objects.requireNonNullElse(dimension, all);
      if (kept > all) {
        throw new IllegalArgumentException(
            "dimension of encoder %s is %d: embeddings of %s have %d values"
                .formatted(name(), kept, folder, all));
      }
      License stated =
          Objects.requireNonNullElseGet(license, () -> Checkpoint.statedLicense(folder));
      stated.requireAccepted(folder.toString(), nonCommercialAccepted);
      EncoderInfo.Builder info =
          EncoderInfo.builder(name(), sense.modality(), sense.needs())
              .dimension(kept)
              .checkpoint(OnnxFiles.sha256(List.of(file(sense.file()), file(TEXT))), stated)
              .computesOn(
                  "%s, %s, ONNX Runtime"
                      .formatted(
                          device().gpuIndex().isPresent() ? "gpu" : "cpu",
                          Objects.requireNonNullElse(variant, "float32")))
              .settings(
                  "EmbeddingGemma 2, first %d of %d values, %s"
                      .formatted(kept, all, sense.settings()));
      return (madeUp ? info.madeUpWeights() : info).build();
    }

    private Device device() {
      return Objects.requireNonNullElse(device, Device.auto());
    }

    private GemmaSense sense() {
      if (ofSound && (frameCount != null || region != null)) {
        throw new IllegalArgumentException(
            "%s of encoder %s is set: it takes sound"
                .formatted(frameCount != null ? "frames" : "region", name()));
      }
      if (ofSound) {
        return GemmaSound.read(folder);
      }
      GemmaFrames frames = GemmaFrames.read(folder);
      FrameRegion part = Objects.requireNonNullElse(region, FrameRegion.whole());
      return new GemmaPictures(new FrameNeeds(sampling(frames), part, frames.fit()), frames);
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

    private Path file(String model) {
      return folder
          .resolve("onnx")
          .resolve((variant == null ? model : model + "_" + variant) + ".onnx");
    }

    private Models load(GemmaSense sense) {
      try {
        return Models.load(file(sense.file()), file(TEXT), device());
      } catch (LinkageError e) {
        throw OnnxArtifacts.missing(e);
      }
    }

    private static void requireSignatures(
        Models models, GemmaSense sense, int width, int embedding) {
      models
          .tower()
          .requireSignature(sense.inputs(), OnnxModel.Port.floats(sense.output(), -1, width));
      List<OnnxModel.Port> inputs = new ArrayList<>();
      inputs.add(OnnxModel.Port.longs(TOKENS, 1, -1));
      inputs.add(OnnxModel.Port.longs(MASK, 1, -1));
      FEATURES.forEach(name -> inputs.add(OnnxModel.Port.floats(name, -1, width)));
      models.text().requireSignature(inputs, OnnxModel.Port.floats(EMBEDDING, 1, embedding));
    }
  }
}
