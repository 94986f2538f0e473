package io.github.blemore.cli;

import io.github.blemore.EncoderForm;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.StoreExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code blemore store export}. */
@Command(
    name = "export",
    description = {
      "Writes the embeddings of one encoder: to FILE.npz as the challenge has them (X and filenames,",
      "a row for each clip), or to a folder (CLIP.npy with all windows of the clip, and missing.json).",
      "Of a damaged store all is written that can be read; what cannot is listed, and the exit code is 1."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class StoreExportCommand implements Callable<Integer> {

  @Option(names = "--store", required = true, paramLabel = "FILE", description = "The store.")
  private Path file = Path.of("");

  @Mixin private StoreFormOptions options = new StoreFormOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.npz|DIR",
      description = "A name that ends with .npz, or a folder that is empty or not there yet.")
  private Path out = Path.of("");

  @Option(
      names = "--mean-of-windows",
      description = "Of a clip with several windows write their mean to the .npz.")
  private boolean meanOfWindows;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      EncoderForm form = options.form(store);
      StoreExport export = StoreExport.of(store, form);
      if (meanOfWindows) {
        export = export.withMeanOfWindows();
      }
      StoreExport.Result result =
          out.toString().endsWith(".npz") ? export.toNpz(out) : export.toFolder(out);
      PrintWriter err = spec.commandLine().getErr();
      result.damaged().forEach(line -> err.println("damaged: " + line));
      err.flush();
      PrintWriter stdout = spec.commandLine().getOut();
      stdout.printf(
          "%s: %d embeddings of %s; %d clips have none, %d rows could not be read%n",
          out, result.exported(), form, result.missing().size(), result.damaged().size());
      stdout.flush();
      return result.damaged().isEmpty() ? 0 : 1;
    }
  }
}
