package io.github.blemore.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Internal: gradients as PyTorch computes them. What is switched here is switched for the calling
 * thread alone, so that several trainings can go on beside each other; DJL's own collector allows
 * one in a process.
 */
public final class Gradients {

  private Gradients() {}

  /** From now on, what is computed from this array remembers how, so that it gets a gradient. */
  public static void track(NDArray parameter) {
    parameter.setRequiresGradient(true);
  }

  /** Runs work whose operations on tracked arrays are remembered. */
  public static <T> T recorded(Supplier<T> work) {
    return in(true, work);
  }

  /** Runs work of which nothing is remembered: for inference, and to change tracked arrays. */
  public static <T> T unrecorded(Supplier<T> work) {
    return in(false, work);
  }

  /** Whether operations of this thread are remembered. */
  public static boolean isRecording() {
    return JniUtils.isGradMode();
  }

  private static <T> T in(boolean recording, Supplier<T> work) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(recording);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /**
   * Adds to the gradient of each tracked array that a number was computed from, and forgets how it
   * was computed.
   *
   * @param loss one float32
   */
  public static void backward(NDArray loss) {
    try (NDArray one = loss.onesLike()) {
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    }
  }

  /**
   * A copy in PyTorch's own memory; closes the array. What DJL creates from Java values lies in a
   * Java buffer that may be collected once the array is closed, while PyTorch still keeps the
   * tensor for the way back.
   */
  public static NDArray inOwnMemory(NDArray created) {
    try (created) {
      return created.duplicate();
    }
  }

  /** An array times a number, which is kept as long as the way back needs it. */
  public static NDArray scaled(NDArray array, double factor) {
    NDArray number = array.getManager().zeros(new Shape()).add((float) factor);
    return array.mul(number);
  }

  /**
   * The gradient of a tracked array: shared, so that it changes with the next {@link #backward}.
   * The caller closes what is given.
   *
   * @return empty if nothing was ever computed from the array
   */
  public static Optional<NDArray> of(NDArray parameter) {
    return Optional.ofNullable(JniUtils.getGradient((PtNDArray) parameter));
  }
}
