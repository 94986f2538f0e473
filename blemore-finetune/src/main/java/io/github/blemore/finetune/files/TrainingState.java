package io.github.blemore.finetune.files;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.blemore.ModelException;
import io.github.blemore.safetensors.ElementType;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a stopped run of training goes on from, bit for bit: its settings, how far it came, and of
 * every parameter its values and the optimizer's first and second moments.
 *
 * <p>On disk it is one safetensors file: float32 tensors {@code value/NAME}, {@code first/NAME} and
 * {@code second/NAME}, and in the metadata the rest as JSON. What was read stays in the file until
 * it is looked at; the file may be replaced meanwhile, but not changed.
 *
 * <p>Immutable; safe to share between threads if its tensors are.
 */
public final class TrainingState {

  private static final String FORMAT = "format";
  private static final String FORMAT_VALUE = "blemore training state 1";
  private static final String STATE = "state";
  private static final String VALUE = "value/";
  private static final String FIRST = "first/";
  private static final String SECOND = "second/";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
          .build();

  /**
   * One parameter; all three tensors have its shape.
   *
   * @param value the parameter itself
   * @param first the running mean of its gradients
   * @param second the running mean of their squares
   */
  public record Parameter(TrainedTensor value, TrainedTensor first, TrainedTensor second) {
    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if they differ
     */
    public Parameter {
      if (!Arrays.equals(value.shape(), first.shape())
          || !Arrays.equals(value.shape(), second.shape())) {
        throw new IllegalArgumentException(
            "parameter of shape %s has moments of shapes %s and %s: must be equal"
                .formatted(value, first, second));
      }
    }
  }

  /**
   * The JSON.
   *
   * @param best none or one
   */
  private record Document(
      SortedMap<String, String> settings,
      int epoch,
      long step,
      List<TrainingProgress.Best> best,
      SortedMap<String, List<Double>> records) {

    static Document of(TrainingState state) {
      TrainingProgress progress = state.progress;
      return new Document(
          state.settings,
          progress.epoch(),
          progress.step(),
          progress.best().stream().toList(),
          progress.records());
    }

    TrainingProgress progress() {
      return new TrainingProgress(epoch, step, best.stream().findFirst(), records);
    }
  }

  private final SortedMap<String, String> settings;
  private final TrainingProgress progress;
  private final Map<String, Parameter> parameters;

  private TrainingState(
      Map<String, String> settings, TrainingProgress progress, Map<String, Parameter> parameters) {
    this.settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    this.progress = progress;
    this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * The state of a run.
   *
   * @param settings what a run that goes on must have in common with it, by option
   * @param progress how far it came
   * @param parameters by name
   */
  public static TrainingState of(
      Map<String, String> settings, TrainingProgress progress, Map<String, Parameter> parameters) {
    return new TrainingState(settings, progress, parameters);
  }

  /** The options of the run. */
  public SortedMap<String, String> settings() {
    return settings;
  }

  /** How far it came. */
  public TrainingProgress progress() {
    return progress;
  }

  /** Its parameters by name; of those that were read, in no particular order. */
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  /**
   * One of its parameters.
   *
   * @throws ModelException if there is none of that name
   */
  public Parameter parameter(String name) {
    Parameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new ModelException(
          "the stopped run has no parameter \"%s\" among its %d: it was of another network"
              .formatted(name, parameters.size()));
    }
    return parameter;
  }

  /**
   * Refuses to go on with other settings.
   *
   * @param now those of the run that would go on
   * @throws IllegalArgumentException if they differ; the message lists every difference
   */
  public void requireSame(Map<String, String> now) {
    requireSame(settings, now);
  }

  /** The same for the settings of a run of which there is no state. */
  public static void requireSame(Map<String, String> before, Map<String, String> now) {
    TreeSet<String> options = new TreeSet<>(before.keySet());
    options.addAll(now.keySet());
    List<String> differences = new ArrayList<>();
    for (String option : options) {
      if (!Objects.equals(before.get(option), now.get(option))) {
        differences.add(
            "%s: was %s, is %s"
                .formatted(
                    option,
                    before.getOrDefault(option, "not set"),
                    now.getOrDefault(option, "not set")));
      }
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "the stopped run cannot go on with other settings (%s): use the same, or start anew elsewhere"
              .formatted(String.join("; ", differences)));
    }
  }

  /**
   * Writes the state: the file is there whole or as it was. Values are asked for one tensor at a
   * time.
   *
   * @param file {@code state.safetensors} by custom, in a folder that exists
   * @throws IOException if it cannot be written, such as for a full disk; the message names the
   *     file
   */
  public void write(Path file) throws IOException {
    SafeTensorsWriter writer =
        new SafeTensorsWriter()
            .metadata(FORMAT, FORMAT_VALUE)
            .metadata(STATE, JSON.writeValueAsString(Document.of(this)));
    parameters.forEach(
        (name, parameter) -> {
          add(writer, VALUE + name, parameter.value());
          add(writer, FIRST + name, parameter.first());
          add(writer, SECOND + name, parameter.second());
        });
    try {
      writer.write(file);
    } catch (IOException e) {
      throw new IOException(
          "training state %s cannot be written (%s): %s"
              .formatted(
                  file,
                  e.getMessage(),
                  Files.exists(file) ? "the one before stays" : "there is none"),
          e);
    }
  }

  private static void add(SafeTensorsWriter writer, String name, TrainedTensor tensor) {
    writer.add(name, tensor.values(), tensor.shape());
  }

  /**
   * Reads a state.
   *
   * @throws ModelException if the file is not there, damaged, or no such state; the message says
   *     what to do
   */
  public static TrainingState read(Path file) {
    if (!Files.exists(file)) {
      throw new ModelException(
          "there is no training state %s: start anew from the checkpoint".formatted(file));
    }
    try {
      SafeTensors tensors = SafeTensors.map(file);
      String format = tensors.metadata().getOrDefault(FORMAT, "not stated");
      if (!format.equals(FORMAT_VALUE)) {
        throw new IllegalArgumentException(
            "its format is \"%s\", must be \"%s\"".formatted(format, FORMAT_VALUE));
      }
      Document document =
          JSON.readValue(tensors.metadata().getOrDefault(STATE, ""), Document.class);
      return new TrainingState(document.settings(), document.progress(), parameters(tensors));
    } catch (JsonProcessingException e) {
      throw unreadable(file, e.getOriginalMessage(), e);
    } catch (ModelException | IllegalArgumentException e) {
      throw unreadable(file, e.getMessage(), e);
    }
  }

  private static ModelException unreadable(Path file, @Nullable String reason, Exception cause) {
    return new ModelException(
        "training cannot go on from %s (%s): delete it to start anew from the checkpoint"
            .formatted(file, reason),
        cause);
  }

  private static Map<String, Parameter> parameters(SafeTensors tensors) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (String full : tensors.names()) {
      if (full.startsWith(VALUE)) {
        String name = full.substring(VALUE.length());
        parameters.put(
            name,
            new Parameter(
                lazy(tensors.get(full)),
                lazy(tensors.get(FIRST + name)),
                lazy(tensors.get(SECOND + name))));
      }
    }
    if (3 * parameters.size() != tensors.names().size()) {
      throw new IllegalArgumentException(
          "it holds %d tensors for %d parameters: must be three for each"
              .formatted(tensors.names().size(), parameters.size()));
    }
    return parameters;
  }

  private static TrainedTensor lazy(Tensor tensor) {
    if (tensor.type() != ElementType.F32) {
      throw new IllegalArgumentException("tensor %s must be F32".formatted(tensor));
    }
    return new TrainedTensor(tensor.shape(), tensor::toFloats);
  }
}
