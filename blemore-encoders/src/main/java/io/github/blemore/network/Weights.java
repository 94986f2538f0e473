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
import java.util.List;
import java.util.Optional;

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

  private Weights(
      Checkpoint checkpoint,
      List<String> prefixes,
      Precision precision,
      NDManager manager,
      Functions functions) {
    this.checkpoint = checkpoint;
    this.prefixes = prefixes;
    this.precision = precision;
    this.manager = manager;
    this.functions = functions;
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
    NDManager manager = device.newManager();
    try {
      return new Weights(checkpoint, List.of(prefixes), precision, manager, new Functions(device));
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /** Whether there is a tensor of this name, with a prefix or without. */
  public boolean has(String name) {
    return find(name).isPresent();
  }

  /** The shape of a tensor, if it is there. */
  public Optional<long[]> shape(String name) {
    return find(name).map(found -> checkpoint.tensor(found).shape());
  }

  /** The first axis of a tensor, such as how many classes a classifier has; if it is there. */
  public Optional<Long> outputs(String name) {
    return shape(name).map(shape -> shape[0]);
  }

  private Optional<String> find(String name) {
    if (checkpoint.names().contains(name)) {
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
    Tensor tensor =
        checkpoint.tensor(
            find(name)
                .orElseThrow(
                    () ->
                        new ModelException(
                            "%s has no tensor \"%s\" %s%s"
                                .formatted(
                                    checkpoint.folder(),
                                    name,
                                    Arrays.toString(shape),
                                    prefixes.isEmpty()
                                        ? ""
                                        : ", nor one with " + String.join(" or ", prefixes)))));
    requireShape(tensor, shape);
    try {
      return array(tensor, new Shape(shape));
    } catch (EngineException e) {
      throw new ModelException(
          "tensor %s cannot be loaded: %s".formatted(tensor, e.getMessage()), e);
    }
  }

  /**
   * A tensor that is multiplied with: in the {@link #precision()} of this network.
   *
   * @throws ModelException as {@link #vector}
   */
  public NDArray matrix(String name, long... shape) {
    NDArray array = vector(name, shape);
    if (precision == Precision.FLOAT32) {
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

  /** Brings what matrices gave to float32; gives it back if it is. */
  public NDArray toFloat32(NDArray x) {
    return precision == Precision.FLOAT32 ? x : functions.toFloat32(x);
  }

  private void requireShape(Tensor tensor, long[] shape) {
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new ModelException(
          "%s: tensor \"%s\" has shape %s, must have %s"
              .formatted(
                  checkpoint.folder(),
                  tensor.name(),
                  Arrays.toString(tensor.shape()),
                  Arrays.toString(shape)));
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
