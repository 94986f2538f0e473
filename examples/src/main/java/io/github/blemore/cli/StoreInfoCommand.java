package io.github.blemore.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.Clip;
import io.github.blemore.store.ClipFolder;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.FolderComparison;
import io.github.blemore.store.StoreContents;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code blemore store info}. */
@Command(
    name = "info",
    description = {
      "The encoders in a store, how much there is of each, who made it when, and what failed.",
      "With --clips also which clips lack which encoder, and which have changed."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class StoreInfoCommand implements Callable<Integer> {

  @Option(names = "--store", required = true, paramLabel = "FILE", description = "The store.")
  private Path file = Path.of("");

  @Option(names = "--clips", paramLabel = "DIR", description = "A folder of clips to look for.")
  private @Nullable Path clips;

  @Option(
      names = "--check",
      description = "Reads all of it, with checksums. Exit 1 if something is damaged.")
  private boolean check;

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      Optional<List<String>> problems =
          check ? Optional.of(StoreContents.check(store)) : Optional.empty();
      boolean damaged = problems.isPresent() && !problems.get().isEmpty();
      if (damaged) {
        PrintWriter err = spec.commandLine().getErr();
        problems.get().forEach(problem -> err.println("damaged: " + problem));
        err.flush();
      }
      List<StoreContents.OfForm> contents = StoreContents.of(store);
      Optional<FolderComparison> comparison = comparison(store);
      StoreReport report = new StoreReport(store, contents, comparison, problems);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report.json()));
      } else {
        report.lines().forEach(out::println);
      }
      out.flush();
      return damaged ? 1 : 0;
    }
  }

  private Optional<FolderComparison> comparison(EmbeddingStore store) throws IOException {
    if (clips == null) {
      return Optional.empty();
    }
    List<Clip> found;
    try {
      found = ClipFolder.list(clips);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    try (Progress progress = Progress.of("clips", found.size(), spec.commandLine().getErr())) {
      return Optional.of(FolderComparison.of(store, found, progress::step));
    }
  }
}
