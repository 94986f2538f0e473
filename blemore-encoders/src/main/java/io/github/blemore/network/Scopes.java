package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.function.Supplier;

/** Frees native arrays as soon as a stretch of a network no longer needs them. */
public final class Scopes {

  private Scopes() {}

  /**
   * Runs a stretch. All arrays it makes are freed, but for its result, which passes to the scope
   * around it.
   */
  public static NDArray scoped(Supplier<NDArray> stretch) {
    NDArray result;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      result = stretch.get();
      NDScope.unregister(result);
    }
    NDScope.register(result);
    return result;
  }

  /** Runs a stretch and reads its result, in C order. All arrays it makes are freed. */
  public static float[] values(Supplier<NDArray> stretch) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return stretch.get().toFloatArray();
    }
  }

  /** Runs a stretch without a result. All arrays it makes are freed. */
  public static void run(Runnable stretch) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      stretch.run();
    }
  }
}
