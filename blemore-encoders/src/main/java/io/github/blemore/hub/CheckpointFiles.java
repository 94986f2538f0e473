package io.github.blemore.hub;

import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.ShardIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which files of a repository are a checkpoint. */
final class CheckpointFiles {

  private static final String CONFIG = "config.json";

  /** What a checkpoint may have; the card tells its license. */
  private static final List<String> BESIDE = List.of("preprocessor_config.json", "README.md");

  private CheckpointFiles() {}

  /**
   * Brings a whole checkpoint, the small files first.
   *
   * @return the names of its files
   * @throws ModelException if the repository has none, or it cannot be had
   */
  static List<String> bring(Transfer transfer) throws IOException {
    Set<String> all = transfer.repository().files();
    String weights =
        Checkpoint.WEIGHTS.stream()
            .filter(all::contains)
            .findFirst()
            .orElseThrow(
                () -> none(transfer.repository(), String.join(" or ", Checkpoint.WEIGHTS)));
    if (!all.contains(CONFIG)) {
      throw none(transfer.repository(), CONFIG);
    }
    List<String> files = new ArrayList<>(List.of(CONFIG));
    BESIDE.stream().filter(all::contains).forEach(files::add);
    files.add(weights);
    for (String file : files) {
      Path there = transfer.bring(file);
      if (file.endsWith(".index.json")) {
        return withShards(transfer, files, ShardIndex.read(there));
      }
    }
    return files;
  }

  private static List<String> withShards(
      Transfer transfer, List<String> files, Map<String, String> shards) throws IOException {
    List<String> whole = new ArrayList<>(files);
    for (String shard : new TreeSet<>(shards.values())) {
      if (!transfer.repository().files().contains(shard)) {
        throw none(transfer.repository(), shard + ", which its index names");
      }
      transfer.bring(shard);
      whole.add(shard);
    }
    return whole;
  }

  /**
   * Brings one file, and those that tell how to use it if they are there.
   *
   * @return the names of all
   */
  static List<String> bring(Transfer transfer, String file) throws IOException {
    Set<String> all = transfer.repository().files();
    if (!all.contains(file)) {
      throw none(transfer.repository(), file);
    }
    Set<String> files = new TreeSet<>(BESIDE);
    files.add(CONFIG);
    files.retainAll(all);
    files.remove(file);
    List<String> ordered = new ArrayList<>(files);
    ordered.add(file);
    for (String each : ordered) {
      transfer.bring(each);
    }
    return ordered;
  }

  private static ModelException none(Repository repository, String what) {
    return new ModelException(
        "%s at %s has no %s; it has %s"
            .formatted(
                repository.name(),
                repository.commit(),
                what,
                repository.files().stream().limit(20).toList()));
  }
}
