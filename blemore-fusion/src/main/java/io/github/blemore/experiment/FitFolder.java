package io.github.blemore.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.blemore.BlemoreException;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ModelException;
import io.github.blemore.Provenance;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.internal.AtomicFile;
import io.github.blemore.internal.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder in which finished trainings are kept, so that work that was stopped goes on where it
 * was. A file's name is made of all that the training depends on: the features, labels and folds of
 * its clips, the settings, the version of this library.
 *
 * <p>Safe to share between threads and processes: files are moved into place when complete.
 */
final class FitFolder {

  private static final Logger LOG = LoggerFactory.getLogger(FitFolder.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int NAME_DIGITS = 24;

  /** The votes of a training on disk; what is not there is null. */
  record Document(
      String encoder,
      String training,
      Map<Integer, Votes> best,
      @Nullable Votes after,
      boolean head) {

    Document {
      best = Map.copyOf(best);
    }
  }

  /** What a head says; each distribution float64 {@code [6]}. */
  record Votes(int epoch, Map<String, double[]> clips) {

    static Votes of(HeldOut heldOut) {
      Map<String, double[]> clips = new LinkedHashMap<>();
      heldOut.votes().forEach((clip, vote) -> clips.put(clip, vote.toArray()));
      return new Votes(heldOut.epoch(), clips);
    }

    HeldOut heldOut() {
      Map<String, EmotionDistribution> votes = new LinkedHashMap<>();
      clips.forEach((clip, p) -> votes.put(clip, EmotionDistribution.of(p)));
      return new HeldOut(epoch, votes);
    }
  }

  private final Path folder;
  private final String common;
  private final Map<String, String> fingerprints = new ConcurrentHashMap<>();

  private FitFolder(Path folder, String common) {
    this.folder = folder;
    this.common = common;
  }

  /**
   * Opens a folder, or makes it.
   *
   * @throws BlemoreException if it cannot be made or written to; so that is known before anything
   *     is trained
   */
  static FitFolder open(Path folder, Metadata metadata, HeadTraining training) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "try", ".part"));
    } catch (IOException e) {
      throw new BlemoreException(
          "folder %s for finished trainings cannot be written to (%s): name another"
              .formatted(folder, e),
          e);
    }
    StringBuilder folds = new StringBuilder();
    for (MetadataRow row : metadata.rows()) {
      folds.append(row.clipId()).append(' ').append(row.fold()).append('\n');
    }
    String common = "%s\n%s\n%s".formatted(Provenance.libraryVersion(), training, folds);
    return new FitFolder(folder, common);
  }

  /** What was kept of a training; empty if nothing was. */
  Optional<Trained> read(HeadFits.Key key, EncoderClips clips) {
    Path file = votes(name(key, clips));
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Document document = JSON.readValue(Files.readAllBytes(file), Document.class);
      SortedMap<Integer, HeldOut> best = new TreeMap<>();
      document.best().forEach((fold, votes) -> best.put(fold, votes.heldOut()));
      Optional<SoftmaxHead> head =
          document.head()
              ? Optional.of(SoftmaxHead.load(head(name(key, clips))))
              : Optional.empty();
      return Optional.of(
          new Trained(best, Optional.ofNullable(document.after()).map(Votes::heldOut), head));
    } catch (IOException | IllegalArgumentException | ModelException e) {
      LOG.warn("{} cannot be read, so it is trained again: {}", file, reason(e));
      return Optional.empty();
    }
  }

  private static @Nullable String reason(Exception e) {
    return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
  }

  /**
   * Keeps a training.
   *
   * @throws BlemoreException if it cannot be written, as on a full disk; what was kept before stays
   */
  void write(HeadFits.Key key, EncoderClips clips, Trained trained) {
    String name = name(key, clips);
    Map<Integer, Votes> best = new TreeMap<>();
    trained.best().forEach((fold, votes) -> best.put(fold, Votes.of(votes)));
    Document document =
        new Document(
            key.encoder(),
            words(key),
            best,
            trained.after().map(Votes::of).orElse(null),
            trained.head().isPresent());
    try {
      if (trained.head().isPresent()) {
        trained.head().get().save(head(name));
      }
      byte[] bytes = JSON.writeValueAsBytes(document);
      AtomicFile.write(votes(name), out -> out.write(bytes));
    } catch (IOException e) {
      throw new BlemoreException(
          "a finished training cannot be kept: %s; those before it are in %s, start again to go on"
              .formatted(e.getMessage(), folder),
          e);
    }
  }

  private Path votes(String name) {
    return folder.resolve(name + ".votes.json");
  }

  private Path head(String name) {
    return folder.resolve(name + ".safetensors");
  }

  private static String words(HeadFits.Key key) {
    return "without folds %s%s"
        .formatted(
            key.leftOut(),
            key.after().isPresent() ? ", head after epoch " + key.after().getAsInt() : "");
  }

  private String name(HeadFits.Key key, EncoderClips clips) {
    String features =
        fingerprints.computeIfAbsent(
            key.encoder(), id -> clips.all().fingerprint() + clips.origin().form());
    String all = "%s\n%s\n%s".formatted(common, features, words(key));
    String digits = Sha256.of(all.getBytes(StandardCharsets.UTF_8)).substring(0, NAME_DIGITS);
    return key.encoder() + "-" + digits;
  }
}
