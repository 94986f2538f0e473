package io.github.blemore.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Count, rate and time left: a bar on a terminal, a plain line now and then elsewhere. */
final class Progress implements AutoCloseable {

  private static final int PLAIN_LINE_WIDTH = 100;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /** Shows nothing for a single piece of work. */
  static Progress of(String task, long total, PrintWriter err) {
    if (total < 2) {
      return new Progress(null);
    }
    boolean terminal = onTerminal();
    ProgressBarBuilder builder =
        ProgressBar.builder()
            .setTaskName(task)
            .setInitialMax(total)
            .showSpeed()
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis((int) Duration.ofSeconds(terminal ? 1 : 10).toMillis());
    builder.setConsumer(
        terminal
            ? new ConsoleProgressBarConsumer(System.err)
            : new DelegatingProgressBarConsumer(
                line -> {
                  err.println(line.strip());
                  err.flush();
                },
                PLAIN_LINE_WIDTH));
    return new Progress(builder.build());
  }

  /** From Java 22 on there is a console without a terminal; only since then can it be asked. */
  @SuppressWarnings("SystemConsoleNull")
  static boolean onTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  void step() {
    if (bar != null) {
      bar.step();
    }
  }

  /** One of the total needed no work: neither the rate nor the time left count it. */
  synchronized void skip() {
    if (bar != null) {
      bar.maxHint(bar.getMax() - 1);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
