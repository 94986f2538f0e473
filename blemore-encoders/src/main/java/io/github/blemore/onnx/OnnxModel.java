package io.github.blemore.onnx;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.blemore.Device;
import io.github.blemore.InferenceException;
import io.github.blemore.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A model that ONNX Runtime runs, by way of DJL. Safe to share between threads. */
final class OnnxModel implements AutoCloseable {

  private static final String ENGINE = "OnnxRuntime";

  /**
   * An input or output as the model declares it.
   *
   * @param name its
   * @param type of its values; unknown if it is no tensor
   * @param shape -1 where any length will do; no axes if the model does not say
   */
  record Port(String name, OnnxJavaType type, Shape shape) {

    static Port floats(String name, long... shape) {
      return new Port(name, OnnxJavaType.FLOAT, new Shape(shape));
    }

    static Port longs(String name, long... shape) {
      return new Port(name, OnnxJavaType.INT64, new Shape(shape));
    }

    static Port flags(String name, long... shape) {
      return new Port(name, OnnxJavaType.BOOL, new Shape(shape));
    }

    /** Whether each length that the model fixes is the given one; -1 is given where it varies. */
    boolean takes(Shape given) {
      boolean fits = shape.dimension() == given.dimension();
      for (int i = 0; fits && i < given.dimension(); i++) {
        fits = shape.get(i) < 0 || shape.get(i) == given.get(i);
      }
      return fits || shape.dimension() == 0;
    }

    boolean takes(Port given) {
      return type == given.type && takes(given.shape);
    }

    @Override
    public String toString() {
      return "%s %s%s".formatted(name, type, shape);
    }
  }

  private final Path file;
  private final Model model;
  private final Map<String, Port> inputs;
  private final Map<String, Port> outputs;

  private OnnxModel(Path file, Model model, Map<String, Port> inputs, Map<String, Port> outputs) {
    this.file = file;
    this.model = model;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * Loads a model.
   *
   * @throws ModelException if it is no ONNX file, or ONNX Runtime or the GPU asked for is not there
   */
  static OnnxModel load(Path file, Device device) {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(file + " is no file: must be an ONNX model");
    }
    Engine engine = engine();
    Model model = Model.newInstance("onnx", djl(device), engine.getEngineName());
    try {
      Map<String, Port> inputs;
      Map<String, Port> outputs;
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
        try (OrtSession declared =
            OrtEnvironment.getEnvironment().createSession(file.toString(), options)) {
          inputs = ports(declared.getInputInfo());
          outputs = ports(declared.getOutputInfo());
        }
      }
      model.load(file.toAbsolutePath());
      return new OnnxModel(file, model, inputs, outputs);
    } catch (OrtException | MalformedModelException | IOException | EngineException e) {
      model.close();
      throw new ModelException(
          "%s cannot be loaded as an ONNX model: %s".formatted(file, e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /** The version of ONNX Runtime that runs the models. */
  static String runtimeVersion() {
    return engine().getVersion();
  }

  private static Engine engine() {
    setUnlessSet("ai.djl.offline");
    // Else it loads PyTorch too, to compute with arrays: here they are only made and read.
    setUnlessSet("ai.djl.onnx.disable_alternative");
    try {
      return Engine.getEngine(ENGINE);
    } catch (EngineException | IllegalStateException | LinkageError e) {
      throw OnnxArtifacts.missing(e);
    }
  }

  private static void setUnlessSet(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }

  private static ai.djl.Device djl(Device wanted) {
    if (wanted.gpuIndex().isEmpty()) {
      return ai.djl.Device.cpu();
    }
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      throw new ModelException(
          "device %s is not there (the ONNX Runtime on the class path is built without CUDA): use Device.cpu(), or put com.microsoft.onnxruntime:onnxruntime_gpu on the class path"
              .formatted(wanted));
    }
    return ai.djl.Device.gpu(wanted.gpuIndex().getAsInt());
  }

  /** In the order the model declares them. */
  private static Map<String, Port> ports(Map<String, NodeInfo> declared) {
    Map<String, Port> ports = new LinkedHashMap<>();
    declared.forEach(
        (name, node) ->
            ports.put(
                name,
                node.getInfo() instanceof TensorInfo tensor
                    ? new Port(name, tensor.type, new Shape(tensor.getShape()))
                    : new Port(name, OnnxJavaType.UNKNOWN, new Shape())));
    return Collections.unmodifiableMap(ports);
  }

  /**
   * The input of a model that has only one.
   *
   * @param name its, if it was said
   * @throws ModelException if there are several, or it has another name or no float32
   */
  Port onlyInput(@Nullable String name) {
    Port input = floats("input", inputs, name);
    if (inputs.size() > 1) {
      throw new ModelException(
          "%s has the inputs %s: only models with one input can be run"
              .formatted(file, inputs.keySet()));
    }
    return input;
  }

  /**
   * An output.
   *
   * @param name which; null for the only one
   * @throws ModelException if there is none of that name, or of no name several, or it has no
   *     float32
   */
  Port output(@Nullable String name) {
    return floats("output", outputs, name);
  }

  private Port floats(String kind, Map<String, Port> declared, @Nullable String wanted) {
    if (wanted == null && declared.size() != 1) {
      throw new ModelException(
          "%s has the %ss %s: name one by %s(...)".formatted(file, kind, declared.keySet(), kind));
    }
    String name = wanted == null ? declared.keySet().iterator().next() : wanted;
    Port port = declared.get(name);
    if (port == null) {
      throw new ModelException(
          "%s has no %s \"%s\": it has %s".formatted(file, kind, name, declared.keySet()));
    }
    if (port.type() != OnnxJavaType.FLOAT) {
      throw new ModelException(
          "%s: %s \"%s\" is %s: must be a tensor of float32"
              .formatted(file, kind, name, port.type()));
    }
    return port;
  }

  /**
   * Refuses a model of another signature.
   *
   * @param wantedInputs all it must have; -1 in a shape is any length
   * @param wantedOutput that it must have among others
   * @throws ModelException if it has other inputs or no such output; lists both
   */
  void requireSignature(List<Port> wantedInputs, Port wantedOutput) {
    boolean fits =
        inputs.size() == wantedInputs.size()
            && wantedInputs.stream().allMatch(wanted -> has(inputs, wanted))
            && has(outputs, wantedOutput);
    if (!fits) {
      throw new ModelException(
          "%s has the inputs %s and the outputs %s: must have %s and %s (-1 is any length)"
              .formatted(file, inputs.values(), outputs.values(), wantedInputs, wantedOutput));
    }
  }

  private static boolean has(Map<String, Port> declared, Port wanted) {
    Port found = declared.get(wanted.name());
    return found != null && found.takes(wanted);
  }

  boolean isOnGpu() {
    return model.getNDManager().getDevice().isGpu();
  }

  /**
   * Runs it.
   *
   * @param encoder whose run it is, for messages
   * @param given all its inputs, by their names
   * @param output the name of one of float32
   * @throws InferenceException if it fails, or gives what is no finite number
   */
  OnnxResult run(String encoder, Map<String, OnnxInput.Values> given, String output) {
    OnnxResult result;
    try (NDManager call = model.getNDManager().newSubManager()) {
      NDList arrays = new NDList();
      for (String name : inputs.keySet()) {
        OnnxInput.Values values = Objects.requireNonNull(given.get(name), name);
        NDArray array = call.create(values.values(), values.shape(), values.type());
        array.setName(name);
        arrays.add(array);
      }
      NDList outputs = model.getBlock().forward(new ParameterStore(call, false), arrays, false);
      NDArray found =
          outputs.stream()
              .filter(array -> output.equals(array.getName()))
              .findFirst()
              .orElseThrow(() -> new EngineException("%s gave no %s".formatted(file, output)));
      result = new OnnxResult(found.getShape(), found.toFloatArray());
    } catch (EngineException e) {
      throw new InferenceException(
          "encoder %s failed on input %s: %s".formatted(encoder, shapes(given), e.getMessage()), e);
    }
    result.requireFinite(encoder, output);
    return result;
  }

  private static String shapes(Map<String, OnnxInput.Values> given) {
    return given.entrySet().stream()
        .map(input -> input.getKey() + input.getValue().shape())
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    model.close();
  }
}
