package io.github.blemore.simulation;

import io.github.blemore.internal.Workers;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** Makes clips on several threads, one clip each at a time. */
final class ParallelRendering {

  private final CorpusFolder folder;
  private final int threads;

  ParallelRendering(CorpusFolder folder, int threads) {
    this.folder = folder;
    this.threads = threads;
  }

  /**
   * Makes the clips of these takes. When it returns or throws, no thread works any more, and every
   * clip in the folder is complete.
   *
   * @param afterClip called after each, on the calling thread
   * @throws IOException if one cannot be saved; the others are not begun
   */
  void render(List<Portrayal> takes, Runnable afterClip) throws IOException {
    List<Callable<Portrayal>> tasks = takes.stream().map(this::making).toList();
    String what = "clips were made in %s: start it again to go on".formatted(folder.path());
    Workers.runAll(what, threads, IOException.class, tasks, afterClip);
  }

  private Callable<Portrayal> making(Portrayal take) {
    return () -> {
      folder.write(take.name(), ClipRenderer.render(take));
      return take;
    };
  }
}
