package io.github.blemore.checkpoint;

import io.github.blemore.License;
import io.github.blemore.ModelException;
import io.github.blemore.safetensors.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A trained model: a folder as Hugging Face's tools write it, with {@code config.json}, the
 * weights, and often {@code preprocessor_config.json} and a model card {@code README.md}; or one
 * file of weights, beside which these may lie. Tensors stay in the file until they are looked at,
 * and the files must not change while this is in use.
 *
 * <p>Weights are {@code model.safetensors}, or several files with {@code
 * model.safetensors.index.json}, or PyTorch's {@code pytorch_model.bin}, or several with {@code
 * pytorch_model.bin.index.json}; the first of these that is there is taken.
 *
 * <p>Safe to share between threads.
 */
public final class Checkpoint {

  /**
   * The names that weights have in a folder, the best first: of one file, or of the index of
   * several.
   */
  public static final List<String> WEIGHTS =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  private static final String CONFIG = "config.json";

  /** What marks random weights, in a config and in the metadata of safetensors. */
  public static final String MADE_UP = "blemore_made_up";

  private static final String PROCESSOR = "preprocessor_config.json";

  private final Path folder;
  private final Config config;
  private final Optional<Config> processor;
  private final WeightFiles weights;
  private final License license;
  private final CompletableFuture<String> sha256;

  private Checkpoint(Path folder, Config config, WeightFiles weights) {
    Path processorFile = folder.resolve(PROCESSOR);
    this.folder = folder;
    this.config = config;
    this.processor =
        Files.exists(processorFile) ? Optional.of(Config.read(processorFile)) : Optional.empty();
    this.weights = weights;
    this.license =
        Licenses.byOrigin(config)
            .filter(origin -> !origin.commercialUse())
            .orElseGet(() -> statedLicense(folder));
    this.sha256 = CompletableFuture.supplyAsync(weights::sha256, Checkpoint::inBackground);
  }

  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "blemore: hash of weights");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens a checkpoint.
   *
   * @param path a folder, which must have {@code config.json}; or a file of weights, {@code
   *     .safetensors}, {@code .bin}, {@code .pth} or {@code .pt}, whose {@link #config()} has no
   *     values if there is none beside it
   * @throws ModelException if a file is missing or damaged; the message says which and how
   */
  public static Checkpoint open(Path path) {
    if (Files.isDirectory(path)) {
      return new Checkpoint(path, Config.read(path.resolve(CONFIG)), WeightFiles.in(path));
    }
    if (!Files.isRegularFile(path)) {
      throw new ModelException(
          path + " is not there: must be the folder of a checkpoint or a file of weights");
    }
    Path config = path.resolveSibling(CONFIG);
    return new Checkpoint(
        Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path),
        Files.exists(config) ? Config.read(config) : Config.missing(config),
        WeightFiles.of(path));
  }

  /** The folder it is in. */
  public Path folder() {
    return folder;
  }

  /** The sizes and choices of its network. */
  public Config config() {
    return config;
  }

  /** How its inputs are prepared; empty if the checkpoint does not say. */
  public Optional<Config> processor() {
    return processor;
  }

  /** The names of its tensors. */
  public Set<String> names() {
    return weights.names();
  }

  /**
   * One tensor.
   *
   * @throws ModelException if there is none of that name
   */
  public Tensor tensor(String name) {
    return weights.tensor(name);
  }

  /**
   * SHA-256 of the weights, 64 lower-case hex digits: of the file; of several files, that of their
   * hex digits one after the other, in the order of the files' names. Computed by a thread of its
   * own, since the opening; this waits for it.
   *
   * @throws ModelException if a file cannot be read
   */
  public String sha256() {
    try {
      return sha256.join();
    } catch (CompletionException e) {
      throw new ModelException("%s cannot be hashed: %s".formatted(folder, e.getCause()), e);
    }
  }

  /**
   * Whether its config ({@code "blemore_made_up": true}) or the metadata of its safetensors say
   * that the weights are random.
   */
  public boolean isMadeUp() {
    return config.flag(MADE_UP, false) || weights.metadata().contains(MADE_UP);
  }

  /**
   * The license that the model card ({@code README.md}) in a folder states; else one called "not
   * stated", which neither allows nor forbids anything and is not refused. Non-commercial is one
   * whose identifier says so, such as {@code cc-by-nc-4.0} or {@code
   * fair-noncommercial-research-license}.
   */
  public static License statedLicense(Path folder) {
    return ModelCard.license(folder).orElse(new License("not stated", folder.toString(), true));
  }

  /**
   * The license of its weights: that of those it was made from, if they are known to be
   * non-commercial; else {@link #statedLicense} of its folder.
   */
  public License license() {
    return license;
  }

  @Override
  public String toString() {
    return "Checkpoint[%s, %d tensors]".formatted(folder, names().size());
  }
}
