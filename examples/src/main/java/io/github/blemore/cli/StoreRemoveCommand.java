package io.github.blemore.cli;

import io.github.blemore.EncoderForm;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.Removed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code blemore store remove}. */
@Command(
    name = "remove",
    description = {
      "Removes all of one form of an encoder, or what there is of one clip, without asking.",
      "The file keeps its size: what is written next takes the room."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class StoreRemoveCommand implements Callable<Integer> {

  @Option(names = "--store", required = true, paramLabel = "FILE", description = "The store.")
  private Path file = Path.of("");

  @Mixin private StoreFormOptions options = new StoreFormOptions();

  @Option(names = "--clip", paramLabel = "ID", description = "Of this clip only.")
  private @Nullable String clip;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      EncoderForm form = options.form(store);
      Removed removed = clip == null ? store.remove(form) : store.remove(form, clip);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "removed of %s: %d embeddings, %d reasons why there is none, %d failures%n",
          form, removed.embeddings(), removed.missing(), removed.failures());
      out.flush();
      return 0;
    }
  }
}
