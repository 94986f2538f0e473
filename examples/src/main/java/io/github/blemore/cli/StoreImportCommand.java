package io.github.blemore.cli;

import io.github.blemore.Modality;
import io.github.blemore.store.ClipFolder;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.StoreImport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code blemore store import}. */
@Command(
    name = "import",
    description = {
      "Reads embeddings made elsewhere: an .npz as the challenge has them, or a folder of CLIP.npy.",
      "Clips found in --clips are known by their bytes from then on, the others by their names.",
      "The same import again adds nothing."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class StoreImportCommand implements Callable<Integer> {

  @Option(
      names = "--store",
      required = true,
      paramLabel = "FILE",
      description = "The store; made if it is not there.")
  private Path file = Path.of("");

  @Option(
      names = "--encoder",
      required = true,
      paramLabel = "ID",
      description = "What the encoder will be called: letters, digits, dot, dash, underscore.")
  private String encoder = "";

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FILE.npz|DIR",
      description = "A file whose name ends with .npz, or a folder.")
  private Path from = Path.of("");

  @Option(names = "--clips", paramLabel = "DIR", description = "Where the clips are.")
  private @Nullable Path clips;

  @Option(
      names = "--modality",
      defaultValue = "body",
      paramLabel = "face|body|voice|audiovisual",
      description = "What of the clips the embeddings were made of (default: body).")
  private Modality modality = Modality.BODY;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      StoreImport.Result result = result(StoreImport.into(store, encoder, modality));
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "%s: %d added, %d there already, %d of both known by the clip's name only%n",
          result.form(), result.added(), result.known(), result.byName());
      out.flush();
      return 0;
    }
  }

  private StoreImport.Result result(StoreImport into) throws IOException {
    try {
      if (clips != null) {
        into.withClips(ClipFolder.list(clips));
      }
      return from.toString().endsWith(".npz") ? into.fromNpz(from) : into.fromFolder(from);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
