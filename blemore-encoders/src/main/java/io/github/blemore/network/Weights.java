package io.github.blemore.network;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.ModelException;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.safetensors.ElementType;
import io.github.blemore.safetensors.Tensor;
import io.github.blemore.torch.TorchDevice;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a checkpoint as arrays on a device, each checked when it is asked for: its shape
 * must be the expected one, its values finite. On the CPU, float32 ones stay in the mapped file.
 *
 * <p>Owns the native memory of a network: closing it frees the network. Not safe for several
 * threads while a network is being built.
 */
public final class Weights implements AutoCloseable {

  private static final int EXPONENT = 0x7f800000;

  private final Checkpoint checkpoint;
  private final List<String> prefixes;
  private final Precision precision;
  private final NDManager manager;
  private final Functions functions;
  private final @Nullable Trained trained;

  /** What makes the difference if they are to be trained. */
  private record Trained(
      Map<String, NewTensor> added, BlockRunner runner, Map<String, NDArray> parameters) {}

  private Weights(
      Checkpoint checkpoint,
      List<String> prefixes,
      Precision precision,
      TorchDevice device,
      @Nullable Trained trained) {
    this.checkpoint = checkpoint;
    this.prefixes = prefixes;
    this.precision = precision;
    this.trained = trained;
    this.manager = device.newManager();
    try {
      this.functions = new Functions(device);
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /**
   * The weights of a checkpoint.
   *
   * @param precision of the matrices
   * @param prefixes what names may begin with before a network's own, such as {@code videomae.} in
   *     the checkpoint of a classifier
   */
  public static Weights of(
      Checkpoint checkpoint, TorchDevice device, Precision precision, String... prefixes) {
    return new Weights(checkpoint, List.of(prefixes), precision, device, null);
  }

  /**
   * Weights to be trained: all in float32, copies that may be changed. If the precision is {@link
   * Precision#BF16}, matrices are multiplied in bf16 as in inference, by copies that each pass
   * makes of them.
   *
   * @param added name to what the checkpoint lacks, or what is to take the place of its own
   * @param runner of the network's blocks
   * @param prefixes as of {@link #of}
   */
  public static Weights trainable(
      Checkpoint checkpoint,
      TorchDevice device,
      Precision precision,
      Map<String, NewTensor> added,
      BlockRunner runner,
      String... prefixes) {
    Trained trained = new Trained(Map.copyOf(added), runner, new LinkedHashMap<>());
    return new Weights(checkpoint, List.of(prefixes), precision, device, trained);
  }

  /** Whether they are to be trained: what is composed of them must be composed in each pass. */
  public boolean isTrainable() {
    return trained != null;
  }

  /**
   * The arrays a network has taken to be trained, by the names they have in the checkpoint, in the
   * order they were taken; none in inference.
   */
  public Map<String, NDArray> parameters() {
    return trained == null ? Map.of() : Collections.unmodifiableMap(trained.parameters());
  }

  /** Of the network's blocks. */
  public BlockRunner runner() {
    return trained == null ? BlockRunner.INFERENCE : trained.runner();
  }

  /** Whether there is a tensor of this name, with a prefix or without. */
  public boolean has(String name) {
    return find(name).isPresent();
  }

  /** The shape of a tensor, if it is there. */
  public Optional<long[]> shape(String name) {
    return find(name)
        .map(
            found -> {
              NewTensor own = added(found);
              return own == null ? checkpoint.tensor(found).shape() : own.shape();
            });
  }

  /** The first axis of a tensor, such as how many classes a classifier has; if it is there. */
  public Optional<Long> outputs(String name) {
    return shape(name).map(shape -> shape[0]);
  }

  private @Nullable NewTensor added(String name) {
    return trained == null ? null : trained.added().get(name);
  }

  private Optional<String> find(String name) {
    if (added(name) != null || checkpoint.names().contains(name)) {
      return Optional.of(name);
    }
    return prefixes.stream()
        .map(prefix -> prefix + name)
        .filter(checkpoint.names()::contains)
        .findFirst();
  }

  /**
   * A tensor in float32.
   *
   * @param shape it must have
   * @throws ModelException if it is missing, of another shape, not of floating-point numbers, or
   *     holds NaN or infinity
   */
  public NDArray vector(String name, long... shape) {
    String found = find(name).orElseThrow(() -> missing(name, shape));
    NewTensor own = added(found);
    if (own != null) {
      requireShape(found, own.shape(), shape);
      return trained(found, manager.create(own.values(), new Shape(shape)));
    }
    Tensor tensor = checkpoint.tensor(found);
    requireShape(found, tensor.shape(), shape);
    try {
      return trained(found, array(tensor, new Shape(shape)));
    } catch (EngineException e) {
      throw new ModelException(
          "tensor %s cannot be loaded: %s".formatted(tensor, e.getMessage()), e);
    }
  }

  /**
   * A tensor that is multiplied with: in the {@link #precision()} of this network, unless it is to
   * be trained.
   *
   * @throws ModelException as {@link #vector}
   */
  public NDArray matrix(String name, long... shape) {
    return asMatrix(vector(name, shape));
  }

  /** A constant in the precision that {@link #matrix} gives; takes it over. */
  NDArray asMatrix(NDArray array) {
    if (precision == Precision.FLOAT32 || isTrainable()) {
      return array;
    }
    try (array) {
      return functions.toBf16(array);
    }
  }

  /** Brings an array to the {@link #precision()} of the matrices; gives it back if it has it. */
  public NDArray toPrecision(NDArray x) {
    return precision == Precision.FLOAT32 ? x : functions.toBf16(x);
  }

  /** In which numbers a layer whose weights are {@linkplain #matrix matrices} multiplies. */
  public Casts casts() {
    return precision == Precision.FLOAT32
        ? Casts.NONE
        : new Casts(
            functions::toBf16, isTrainable() ? functions::toBf16 : UnaryOperator.identity());
  }

  /** Brings what matrices gave to float32; gives it back if it is. */
  public NDArray toFloat32(NDArray x) {
    return precision == Precision.FLOAT32 ? x : functions.toFloat32(x);
  }

  private ModelException missing(String name, long[] shape) {
    return new ModelException(
        "%s has no tensor \"%s\" %s%s"
            .formatted(
                checkpoint.folder(),
                name,
                Arrays.toString(shape),
                prefixes.isEmpty() ? "" : ", nor one with " + String.join(" or ", prefixes)));
  }

  private void requireShape(String name, long[] found, long[] shape) {
    if (!Arrays.equals(found, shape)) {
      throw new ModelException(
          "%s: tensor \"%s\" has shape %s, must have %s"
              .formatted(
                  checkpoint.folder(), name, Arrays.toString(found), Arrays.toString(shape)));
    }
  }

  /** What is to be trained is copied, as files must not change, and remembered. */
  private NDArray trained(String name, NDArray array) {
    if (trained == null) {
      return array;
    }
    NDArray before = trained.parameters().get(name);
    if (before != null) {
      array.close();
      return before;
    }
    try (array) {
      NDArray copy = array.duplicate();
      trained.parameters().put(name, copy);
      return copy;
    }
  }

  private NDArray array(Tensor tensor, Shape shape) {
    switch (tensor.type()) {
      case F32, F16, BF16, F64 -> {}
      default ->
          throw new ModelException(
              "%s: tensor %s must hold floating-point numbers"
                  .formatted(checkpoint.folder(), tensor));
    }
    ByteBuffer bytes = tensor.bytes();
    boolean usable = bytes.isDirect() && bytes.alignmentOffset(0, Float.BYTES) == 0;
    if (tensor.type() == ElementType.F32 && usable) {
      requireFinite(tensor, bytes.asFloatBuffer());
      return manager.create(bytes, shape, DataType.FLOAT32);
    }
    float[] values = tensor.toFloats();
    requireFinite(tensor, FloatBuffer.wrap(values));
    return manager.create(values, shape);
  }

  private void requireFinite(Tensor tensor, FloatBuffer values) {
    for (int i = 0; i < values.limit(); i++) {
      if ((Float.floatToRawIntBits(values.get(i)) & EXPONENT) == EXPONENT) {
        throw new ModelException(
            "%s: tensor \"%s\" holds %s at %d: weights must be finite; the file is damaged or its training diverged"
                .formatted(checkpoint.folder(), tensor.name(), values.get(i), i));
      }
    }
  }

  /** The checkpoint they are from. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Of the matrices. */
  public Precision precision() {
    return precision;
  }

  /** The owner of all arrays of the network. */
  public NDManager manager() {
    return manager;
  }

  /** Operations on the same device. */
  public Functions functions() {
    return functions;
  }

  /** Frees the network; a second call does nothing. */
  @Override
  public void close() {
    try {
      functions.close();
    } finally {
      manager.close();
    }
  }
}
