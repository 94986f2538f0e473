package io.github.blemore.cli;

import io.github.blemore.finetune.FineTuneEpoch;
import io.github.blemore.finetune.FineTuneListener;
import io.github.blemore.finetune.FoldResult;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows how an adaptation goes on: a line for each epoch; of decoded clips a bar, and of steps one
 * for each epoch, but that on a terminal only.
 */
final class FinetuneProgress implements FineTuneListener, AutoCloseable {

  private final PrintWriter err;
  private @Nullable Progress bar;
  private int decoded;

  FinetuneProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void onDecoded(int clips) {
    step("clips decoded", ++decoded, clips);
  }

  @Override
  public void onStep(String training, int epoch, int step, int steps) {
    if (Progress.onTerminal()) {
      step("steps of %s, epoch %d".formatted(training, epoch), step, steps);
    }
  }

  private void step(String task, int done, int total) {
    if (bar == null) {
      bar = Progress.of(task, total, err);
    }
    bar.step();
    if (done == total) {
      close();
    }
  }

  @Override
  public void onEpoch(FineTuneEpoch epoch) {
    tell(epoch.toString());
  }

  @Override
  public void onFold(FoldResult fold) {
    tell(
        String.format(
            Locale.ROOT,
            "fold %d is done: the weights of epoch %d score %.3f on its people",
            fold.fold(),
            fold.bestEpoch(),
            fold.scores().score()));
  }

  private void tell(String line) {
    err.println(line);
    err.flush();
  }

  /** Ends a bar that work was stopped in. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
