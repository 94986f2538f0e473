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
import io.github.blemore.internal.Sha256;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.SoundNeeds;
import io.github.blemore.pooling.TimePooling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any ONNX model with one input of float32 pictures or sound as an encoder. An output {@code [1,
 * D]} is the embedding; one of {@code [frames, D]} or {@code [1, frames, D]} is pooled over time.
 *
 * <p>Needs {@code ai.djl.onnxruntime:onnxruntime-engine} and {@code
 * com.microsoft.onnxruntime:onnxruntime} on the class path. A clip takes a run of its own (one for
 * each frame if the model's batch is fixed to 1), so an embedding depends on its own clip only.
 *
 * <p>Safe to share between threads.
 */
public final class OnnxEncoder extends AbstractEncoder {

  private static final Logger LOG = LoggerFactory.getLogger(OnnxEncoder.class);

  private final OnnxModel model;
  private final OnnxModel.Port taken;
  private final OnnxModel.Port output;
  private final OnnxInput input;
  private final TimePooling pooling;
  private final int width;

  private OnnxEncoder(
      EncoderInfo info,
      OnnxModel model,
      OnnxModel.Port taken,
      OnnxModel.Port output,
      OnnxInput input,
      TimePooling pooling,
      int width) {
    super(info);
    this.model = model;
    this.taken = taken;
    this.output = output;
    this.input = input;
    this.pooling = pooling;
    this.width = width;
  }

  /**
   * Starts an encoder; what it takes must be declared by {@link Builder#pictures} or {@link
   * Builder#sound}.
   *
   * @param onnxFile the model
   */
  public static Builder builder(Path onnxFile) {
    return new Builder(onnxFile);
  }

  /**
   * The version of the ONNX Runtime on the class path: for a health check.
   *
   * @throws ModelException if it is not there; says which artifacts to add
   */
  public static String runtimeVersion() {
    try {
      return OnnxModel.runtimeVersion();
    } catch (LinkageError e) {
      throw OnnxArtifacts.missing(e);
    }
  }

  @Override
  protected List<Encoding> encodePresent(List<ClipMedia> batch) {
    List<Encoding> encodings = new ArrayList<>();
    for (ClipMedia clip : batch) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedWorkException("interrupted in encoder " + info().id());
      }
      OnnxInput.Prepared prepared = input.prepare(clip);
      List<float[]> frames = new ArrayList<>();
      prepared.values().forEach(values -> frames.addAll(run(values)));
      encodings.add(
          Embedding.of(info().id(), pooling.apply(frames.toArray(float[][]::new)))
              .withNotes(prepared.notes()));
    }
    return encodings;
  }

  /** The vectors of one run. */
  private List<float[]> run(OnnxInput.Values values) {
    OnnxResult result = model.run(info().id(), Map.of(taken.name(), values), output.name());
    requireVectors(result.shape());
    float[] flat = result.values();
    List<float[]> vectors = new ArrayList<>();
    for (int start = 0; start < flat.length; start += width) {
      vectors.add(Arrays.copyOfRange(flat, start, start + width));
    }
    return vectors;
  }

  private void requireVectors(Shape shape) {
    boolean fits =
        isVectors(shape) && shape.get(shape.dimension() - 1) == width && shape.size() > 0;
    if (!fits) {
      throw new InferenceException(
          "output \"%s\" of encoder %s is %s: must be [frames, %d] or [1, frames, %d]"
              .formatted(output.name(), info().id(), shape, width, width));
    }
  }

  /** Whether a shape, known or with unknown lengths, can be one of vectors. */
  private static boolean isVectors(Shape shape) {
    return shape.dimension() == 2 || (shape.dimension() == 3 && Math.abs(shape.get(0)) == 1);
  }

  @Override
  protected void release() {
    model.close();
  }

  /** Options of an {@link OnnxEncoder}; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private static final int FRAMES = 16;
    private static final double MAX_SECONDS = 60;
    private static final List<String> OF_PICTURES =
        List.of("frames", "layout", "mean", "std", "region");
    private static final List<String> OF_SOUND = List.of("maxSeconds", "samples", "normalize");

    private final Path file;
    private final Map<String, Object> options = new LinkedHashMap<>();

    private Builder(Path file) {
      this.file = file;
    }

    private Builder set(String option, Object value) {
      Object before = options.putIfAbsent(option, value);
      if (before != null) {
        throw new IllegalArgumentException(
            "%s of encoder %s is set twice: %s".formatted(option, id(), before));
      }
      return this;
    }

    private <T> @Nullable T get(String option, Class<T> type) {
      return type.cast(options.get(option));
    }

    private <T> T get(String option, Class<T> type, T otherwise) {
      return Objects.requireNonNullElse(get(option, type), otherwise);
    }

    private Builder setCount(String option, int value, int most) {
      if (value < 1 || value > most) {
        throw new IllegalArgumentException(
            "%s of encoder %s is %d: must be 1..%d".formatted(option, id(), value, most));
      }
      return set(option, value);
    }

    /** Its id among the encoders of a system; default the file's name without {@code .onnx}. */
    public Builder id(String name) {
      return set("id", name);
    }

    /** What of the clip it looks at; default the voice, the face or the body, as declared. */
    public Builder modality(Modality lookedAt) {
      return set("modality", lookedAt);
    }

    /** Says yes to weights whose license forbids commercial use; without it they are refused. */
    public Builder acceptNonCommercial() {
      return set("acceptNonCommercial", true);
    }

    /** The license of the weights; default what a model card ({@code README.md}) beside it says. */
    public Builder license(License ofWeights) {
      return set("license", ofWeights);
    }

    /** Where to compute; default {@link Device#auto()}, which is the CPU. */
    public Builder device(Device where) {
      return set("device", where);
    }

    /** The name of the model's input; default its only one. */
    public Builder input(String name) {
      return set("input", name);
    }

    /** The name of the output to take; default the model's only one. */
    public Builder output(String name) {
      return set("output", name);
    }

    /**
     * Values in each vector of the output, before pooling; needed if the model does not say it.
     *
     * @param values 1..1,000,000
     */
    public Builder dimension(int values) {
      return setCount("dimension", values, 1_000_000);
    }

    /** How vectors of several frames become one; default their mean. */
    public Builder pooling(TimePooling overTime) {
      return set("pooling", overTime);
    }

    /**
     * Declares that it takes pictures, RGB.
     *
     * @throws IllegalArgumentException if it gives pictures of several sizes
     */
    public Builder pictures(ImageFit fit) {
      if (fit instanceof ImageFit.KeepAspect) {
        throw new IllegalArgumentException(
            "pictures of encoder %s are %s: must be of one size".formatted(id(), fit));
      }
      return set("pictures", fit);
    }

    /**
     * How many frames of a clip, spread evenly over it; default 16.
     *
     * @param count 1..4096
     */
    public Builder frames(int count) {
      return setCount("frames", count, 4096);
    }

    /** In which order the model takes the axes; default {@link PictureLayout#NCHW}. */
    public Builder layout(PictureLayout axes) {
      return set("layout", axes);
    }

    /** What part of a frame; default all of it. */
    public Builder region(FrameRegion part) {
      return set("region", part);
    }

    /**
     * What is subtracted from each channel.
     *
     * @param ofChannels for R, G, B on a scale of 0..1; default 0
     */
    public Builder mean(List<Double> ofChannels) {
      return set("mean", three("mean", ofChannels, Double.NEGATIVE_INFINITY));
    }

    /**
     * What each channel is divided by then.
     *
     * @param ofChannels for R, G, B on a scale of 0..1, above 0; default 1
     */
    public Builder std(List<Double> ofChannels) {
      return set("std", three("std", ofChannels, 0));
    }

    private static List<Double> three(String option, List<Double> values, double above) {
      if (values.size() != 3 || !values.stream().allMatch(v -> v > above && v < 1e9)) {
        throw new IllegalArgumentException(
            "%s is %s: must be three finite numbers above %s".formatted(option, values, above));
      }
      return List.copyOf(values);
    }

    /**
     * Declares that it takes sound, mono.
     *
     * @param sampleRate in Hz
     */
    public Builder sound(int sampleRate) {
      return set("sound", sampleRate);
    }

    /** How much of the clip's beginning at most; default 60. */
    public Builder maxSeconds(double seconds) {
      return set("maxSeconds", seconds);
    }

    /**
     * How many samples the model takes, if not any number: sound is cut there, or followed by
     * zeros.
     *
     * @param count 1..100,000,000
     */
    public Builder samples(int count) {
      return setCount("samples", count, 100_000_000);
    }

    /** Normalizes each clip's sound to mean 0 and deviation 1, with 1e-7 added to the variance. */
    public Builder normalize() {
      return set("normalize", true);
    }

    private String id() {
      Path name = file.getFileName();
      String fileName = name == null ? "onnx" : name.toString().replaceFirst("\\.onnx$", "");
      return get("id", String.class, fileName);
    }

    /**
     * Loads the model.
     *
     * @throws ModelException if it is no ONNX model, has another input or output than declared, or
     *     ONNX Runtime or the GPU asked for is not there
     * @throws IllegalArgumentException if options do not go together, or the dimension is needed
     */
    public OnnxEncoder build() {
      requireDeclared();
      OnnxModel model = load();
      try {
        return encoder(model);
      } catch (RuntimeException | Error e) {
        model.close();
        throw e;
      }
    }

    private OnnxModel load() {
      try {
        return OnnxModel.load(file, get("device", Device.class, Device.auto()));
      } catch (LinkageError e) {
        throw OnnxArtifacts.missing(e);
      }
    }

    private void requireDeclared() {
      boolean pictures = options.containsKey("pictures");
      if (pictures == options.containsKey("sound")) {
        throw new IllegalArgumentException(
            "encoder %s takes %s: declare either by pictures(...) or sound(...)"
                .formatted(id(), pictures ? "pictures and sound" : "neither pictures nor sound"));
      }
      for (String other : pictures ? OF_SOUND : OF_PICTURES) {
        if (options.containsKey(other)) {
          throw new IllegalArgumentException(
              "%s of encoder %s is set: it takes %s"
                  .formatted(other, id(), pictures ? "pictures" : "sound"));
        }
      }
    }

    private OnnxEncoder encoder(OnnxModel model) {
      OnnxModel.Port taken = model.onlyInput(get("input", String.class));
      OnnxModel.Port output = model.output(get("output", String.class));
      OnnxInput input =
          options.containsKey("pictures") ? pictures(taken.shape()) : waves(taken.shape());
      requireTaken(taken, input.shape());
      int width = width(output);
      TimePooling pooling = get("pooling", TimePooling.class, TimePooling.MEAN);
      EncoderInfo info =
          EncoderInfo.builder(id(), get("modality", Modality.class, modality()), input.needs())
              .dimension(pooling.dimension(width))
              .checkpoint(sha256(), license())
              .computesOn((model.isOnGpu() ? "gpu" : "cpu") + ", float32, ONNX Runtime")
              .settings(
                  "input %s of %s, output %s, %s"
                      .formatted(taken.name(), input.settings(), output.name(), pooling))
              .build();
      LOG.info("encoder {} loaded: {}", id(), info);
      return new OnnxEncoder(info, model, taken, output, input, pooling, width);
    }

    private License license() {
      Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
      License license =
          Objects.requireNonNullElseGet(
              get("license", License.class), () -> Checkpoint.statedLicense(folder));
      license.requireAccepted(file.toString(), options.containsKey("acceptNonCommercial"));
      return license;
    }

    private String sha256() {
      try {
        return Sha256.of(file);
      } catch (IOException e) {
        throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
      }
    }

    private Modality modality() {
      if (options.containsKey("sound")) {
        return Modality.VOICE;
      }
      return get("region", FrameRegion.class) instanceof FrameRegion.Face
          ? Modality.FACE
          : Modality.BODY;
    }

    @SuppressWarnings("unchecked")
    private List<Double> three(String option, List<Double> otherwise) {
      return get(option, List.class, otherwise);
    }

    private Pictures pictures(Shape taken) {
      FrameNeeds frames =
          new FrameNeeds(
              FrameSampling.uniform(get("frames", Integer.class, FRAMES)),
              get("region", FrameRegion.class, FrameRegion.whole()),
              Objects.requireNonNull(get("pictures", ImageFit.class)));
      return new Pictures(
          id(),
          frames,
          get("layout", PictureLayout.class, PictureLayout.NCHW),
          taken.dimension() > 0 && taken.get(0) == 1,
          three("mean", List.of(0.0, 0.0, 0.0)),
          three("std", List.of(1.0, 1.0, 1.0)));
    }

    private Waves waves(Shape taken) {
      Integer samples = get("samples", Integer.class);
      return new Waves(
          id(),
          new SoundNeeds(
              Objects.requireNonNull(get("sound", Integer.class)),
              get("maxSeconds", Double.class, MAX_SECONDS)),
          taken.dimension() == 0 ? 2 : taken.dimension(),
          samples == null ? OptionalInt.empty() : OptionalInt.of(samples),
          options.containsKey("normalize"));
    }

    /** A length that the model fixes must be the declared one. */
    private void requireTaken(OnnxModel.Port taken, Shape given) {
      if (!taken.takes(given)) {
        throw new ModelException(
            "%s: input \"%s\" is %s, declared is %s (-1 is any length)"
                .formatted(file, taken.name(), taken.shape(), given));
      }
    }

    private int width(OnnxModel.Port output) {
      Shape shape = output.shape();
      if (shape.dimension() > 0 && !isVectors(shape)) {
        throw new ModelException(
            "%s: output \"%s\" is %s: must be [frames, D] or [1, frames, D]"
                .formatted(file, output.name(), shape));
      }
      long said = shape.dimension() == 0 ? -1 : shape.get(shape.dimension() - 1);
      Integer given = get("dimension", Integer.class);
      if (said < 1 && given == null) {
        throw new IllegalArgumentException(
            "%s does not say how many values its output \"%s\" has: say it by dimension(...)"
                .formatted(file, output.name()));
      }
      if (said >= 1 && given != null && said != given) {
        throw new ModelException(
            "%s: output \"%s\" has %d values, dimension is %d"
                .formatted(file, output.name(), said, given));
      }
      return given == null ? Math.toIntExact(said) : given;
    }
  }
}
