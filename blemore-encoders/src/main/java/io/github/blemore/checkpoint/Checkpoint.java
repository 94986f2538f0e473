package io.github.blemore.checkpoint;

import io.github.blemore.License;
import io.github.blemore.ModelException;
import io.github.blemore.internal.Sha256;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A trained model as Hugging Face's tools write it: a folder with {@code config.json}, the weights,
 * and often {@code preprocessor_config.json}. Tensors stay in the file until they are looked at,
 * and the files must not change while this is in use.
 *
 * <p>Safe to share between threads.
 */
public final class Checkpoint {

  private static final String CONFIG = "config.json";
  private static final String PROCESSOR = "preprocessor_config.json";
  private static final String WEIGHTS = "model.safetensors";

  private final Path folder;
  private final Config config;
  private final Optional<Config> processor;
  private final SafeTensors tensors;
  private final String sha256;

  private Checkpoint(
      Path folder, Config config, Optional<Config> processor, SafeTensors tensors, String sha256) {
    this.folder = folder;
    this.config = config;
    this.processor = processor;
    this.tensors = tensors;
    this.sha256 = sha256;
  }

  /**
   * Opens a checkpoint.
   *
   * @param folder holds {@code config.json} and {@code model.safetensors}
   * @throws ModelException if a file is missing or damaged; the message says which and how
   */
  public static Checkpoint open(Path folder) {
    Path weights = folder.resolve(WEIGHTS);
    Path processor = folder.resolve(PROCESSOR);
    Config config = Config.read(folder.resolve(CONFIG));
    return new Checkpoint(
        folder,
        config,
        Files.exists(processor) ? Optional.of(Config.read(processor)) : Optional.empty(),
        SafeTensors.map(weights),
        hash(weights));
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Where it is. */
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
    return tensors.names();
  }

  /**
   * One tensor.
   *
   * @throws ModelException if there is none of that name
   */
  public Tensor tensor(String name) {
    return tensors.get(name);
  }

  /** SHA-256 of the weights, 64 lower-case hex digits. */
  public String sha256() {
    return sha256;
  }

  /** Whether its config says that the weights are random: {@code "blemore_made_up": true}. */
  public boolean isMadeUp() {
    return config.flag("blemore_made_up", false);
  }

  /** The license its model card states. */
  public License license() {
    return new License("not stated", folder.toString(), true);
  }

  @Override
  public String toString() {
    return "Checkpoint[%s, %d tensors]".formatted(folder, names().size());
  }
}
