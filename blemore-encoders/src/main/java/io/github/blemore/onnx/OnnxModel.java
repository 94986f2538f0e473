package io.github.blemore.onnx;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
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
import io.github.blemore.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model that ONNX Runtime runs, by way of DJL. Safe to share between threads. */
final class OnnxModel implements AutoCloseable {

  private static final String ENGINE = "OnnxRuntime";

  /**
   * An input or output as the model declares it.
   *
   * @param name its
   * @param shape -1 where any length will do; no axes if the model does not say
   */
  record Port(String name, Shape shape) {}

  private final Path file;
  private final Model model;
  private final Port input;
  private final Port output;

  private OnnxModel(Path file, Model model, Port input, Port output) {
    this.file = file;
    this.model = model;
    this.input = input;
    this.output = output;
  }

  /**
   * Loads a model.
   *
   * @param inputName which input to use; null for the only one
   * @param outputName which output to use; null for the only one
   * @throws ModelException if it is no ONNX file, has no such input or output or several inputs, or
   *     ONNX Runtime or the GPU asked for is not there
   */
  static OnnxModel load(
      Path file, Device device, @Nullable String inputName, @Nullable String outputName) {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(file + " is no file: must be an ONNX model");
    }
    Engine engine = engine();
    Model model = Model.newInstance("onnx", djl(device), engine.getEngineName());
    try {
      Port input;
      Port output;
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
        try (OrtSession declared =
            OrtEnvironment.getEnvironment().createSession(file.toString(), options)) {
          input = port(file, "input", declared.getInputInfo(), inputName);
          if (declared.getNumInputs() > 1) {
            throw new ModelException(
                "%s has the inputs %s: only models with one input can be run"
                    .formatted(file, declared.getInputNames()));
          }
          output = port(file, "output", declared.getOutputInfo(), outputName);
        }
      }
      model.load(file.toAbsolutePath());
      return new OnnxModel(file, model, input, output);
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

  private static Port port(
      Path file, String kind, Map<String, NodeInfo> declared, @Nullable String wanted) {
    if (wanted == null && declared.size() != 1) {
      throw new ModelException(
          "%s has the %ss %s: name one by %s(...)".formatted(file, kind, declared.keySet(), kind));
    }
    String name = wanted == null ? declared.keySet().iterator().next() : wanted;
    NodeInfo node = declared.get(name);
    if (node == null) {
      throw new ModelException(
          "%s has no %s \"%s\": it has %s".formatted(file, kind, name, declared.keySet()));
    }
    if (!(node.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
      throw new ModelException(
          "%s: %s \"%s\" is %s: must be a tensor of float32"
              .formatted(file, kind, name, node.getInfo()));
    }
    return new Port(name, new Shape(tensor.getShape()));
  }

  Port input() {
    return input;
  }

  Port output() {
    return output;
  }

  boolean isOnGpu() {
    return model.getNDManager().getDevice().isGpu();
  }

  /**
   * Runs it.
   *
   * @return float32, read out of an array that {@code call} owns
   * @throws EngineException if it fails
   */
  NDArray run(NDManager call, OnnxInput.Values values) {
    NDArray array = call.create(values.values(), values.shape(), DataType.FLOAT32);
    array.setName(input.name());
    NDList outputs =
        model.getBlock().forward(new ParameterStore(call, false), new NDList(array), false);
    return outputs.stream()
        .filter(found -> output.name().equals(found.getName()))
        .findFirst()
        .orElseThrow(() -> new EngineException("%s gave no %s".formatted(file, output.name())));
  }

  /** An owner of arrays for one call; who asks for it closes it. */
  NDManager newManager() {
    return model.getNDManager().newSubManager();
  }

  @Override
  public void close() {
    model.close();
  }
}
