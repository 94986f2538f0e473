package io.github.blemore.libav;

import io.github.blemore.MediaException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** What libav allocated, freed together in reverse order. For one thread at a time. */
final class NativeScope implements AutoCloseable {

  private final Deque<Runnable> frees = new ArrayDeque<>();

  /**
   * Takes over what was allocated.
   *
   * @param allocated null if there was no memory
   * @param what it is, for the message
   * @param free gives it back
   * @throws MediaException if there was no memory
   */
  <T extends Pointer> T own(@Nullable T allocated, String what, Consumer<T> free) {
    if (allocated == null) {
      throw new MediaException("no native memory for " + what);
    }
    frees.push(() -> free.accept(allocated));
    return allocated;
  }

  /** Frees everything; the second time does nothing. */
  @Override
  public void close() {
    while (!frees.isEmpty()) {
      frees.pop().run();
    }
  }
}
