package io.github.blemore.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.Embedding;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.MediaException;
import io.github.blemore.ModelException;
import io.github.blemore.NoEmbedding;
import io.github.blemore.Provenance;
import io.github.blemore.internal.AtomicFile;
import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of embeddings: one folder per encoder, in it for each clip {@code CLIP.HASH.npy}
 * (float32 {@code [windows, dimension]}), or {@code CLIP.HASH.missing.txt} with the reason why
 * there is none. The hash is the beginning of the SHA-256 of the clip's bytes, so a clip that
 * changed is encoded anew. {@code encoder.json} says whose embeddings they are, and by which
 * version of this library: those of another are refused, since their numbers may differ.
 *
 * <p>A file appears when it is complete: work that was stopped goes on where it was. Safe to share
 * between threads, not between processes that write.
 */
public final class EmbeddingFolder implements EmbeddingSource {

  private static final String ENCODER_FILE = "encoder.json";
  private static final String CHECKPOINT = "checkpoint_sha256";
  private static final String NONE = "none";
  private static final String ARRAY = ".npy";
  private static final String MISSING = ".missing.txt";

  private final Path folder;

  /** Encoder id to clip id to file. */
  private final Map<String, Map<String, Path>> files = new ConcurrentHashMap<>();

  private EmbeddingFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a folder, or makes it.
   *
   * @throws IOException if it cannot be made or listed; the message says which folder
   */
  public static EmbeddingFolder open(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException(
          "embedding folder %s cannot be made (%s): name one in a place that can be written"
              .formatted(folder, e),
          e);
    }
    EmbeddingFolder opened = new EmbeddingFolder(folder);
    try (Stream<Path> encoders = Files.list(folder)) {
      for (Path encoder : encoders.filter(EmbeddingFolder::holdsEmbeddings).toList()) {
        opened.index(encoder);
      }
    }
    return opened;
  }

  private static boolean holdsEmbeddings(Path path) {
    return Files.isRegularFile(path.resolve(ENCODER_FILE));
  }

  private void index(Path encoder) throws IOException {
    Map<String, Path> clips = new ConcurrentHashMap<>();
    try (Stream<Path> entries = Files.list(encoder)) {
      for (Path file : entries.toList()) {
        String name = fileName(file);
        String suffix = name.endsWith(ARRAY) ? ARRAY : MISSING;
        if (name.endsWith(suffix)) {
          String clipAndHash = name.substring(0, name.length() - suffix.length());
          int dot = clipAndHash.lastIndexOf('.');
          if (dot > 0) {
            String clip = clipAndHash.substring(0, dot);
            clips.put(clip, newer(clips.get(clip), file));
          }
        }
      }
    }
    files.put(fileName(encoder), clips);
  }

  /** Work that was killed may leave an embedding of the clip as it was before it changed. */
  private static Path newer(@Nullable Path known, Path file) throws IOException {
    return known == null
            || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(known)) > 0
        ? file
        : known;
  }

  private static String fileName(Path path) {
    return String.valueOf(path.getFileName());
  }

  @Override
  public Set<String> encoderIds() {
    return new TreeSet<>(files.keySet());
  }

  @Override
  public Optional<String> checkpoint(String encoderId) {
    Path description = folder.resolve(encoderId).resolve(ENCODER_FILE);
    if (!Files.exists(description)) {
      return Optional.empty();
    }
    try {
      String kept = new ObjectMapper().readTree(description.toFile()).path(CHECKPOINT).asText(NONE);
      return Optional.of(kept).filter(sha -> !sha.equals(NONE));
    } catch (IOException e) {
      throw new MediaException("%s cannot be read: %s".formatted(description, e.getMessage()), e);
    }
  }

  /** Why there is no embedding of a clip; empty if there is one, or the encoder was not asked. */
  Optional<String> missingReason(String encoderId, String clipId) throws IOException {
    Path file = files.getOrDefault(encoderId, Map.of()).get(clipId);
    return file == null || fileName(file).endsWith(ARRAY)
        ? Optional.empty()
        : Optional.of(Files.readString(file).strip());
  }

  @Override
  public Optional<Encoding> find(String encoderId, String clipId) {
    Path file = files.getOrDefault(encoderId, Map.of()).get(clipId);
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          fileName(file).endsWith(ARRAY)
              ? readEmbedding(encoderId, file)
              : new NoEmbedding(encoderId, Files.readString(file).strip()));
    } catch (IOException | IllegalArgumentException e) {
      throw new MediaException(
          "kept embedding %s cannot be read (%s): delete it to have it made again"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Embedding readEmbedding(String encoderId, Path file) throws IOException {
    NpyArray array = NpyArray.read(file);
    int[] shape = array.shape();
    if (shape.length != 2) {
      throw new IOException(array + ": must be [windows, dimension]");
    }
    float[] values = array.toFloats();
    float[][] windows = new float[shape[0]][shape[1]];
    for (int w = 0; w < shape[0]; w++) {
      System.arraycopy(values, w * shape[1], windows[w], 0, shape[1]);
    }
    return Embedding.of(encoderId, windows);
  }

  /** Whether this clip, with these bytes, was encoded. */
  boolean has(String encoderId, String clipId, String hash) {
    Path file = files.getOrDefault(encoderId, Map.of()).get(clipId);
    return file != null && fileName(file).startsWith(clipId + "." + hash + ".");
  }

  /**
   * Says which encoder's embeddings follow.
   *
   * @throws ModelException if embeddings of another form of this encoder are here, or of another
   *     version of this library
   * @throws IOException if the folder cannot be written
   */
  void prepare(EncoderInfo info) throws IOException {
    Path encoder = folder.resolve(info.id());
    Path description = encoder.resolve(ENCODER_FILE);
    if (Files.exists(description)) {
      requireSame(info, description);
    } else {
      Files.createDirectories(encoder);
      writeText(
          description,
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(describe(info)));
    }
    files.computeIfAbsent(info.id(), id -> new ConcurrentHashMap<>());
  }

  private static Map<String, Object> describe(EncoderInfo info) {
    return Map.of(
        "encoder",
        info.id(),
        "dimension",
        info.dimension(),
        CHECKPOINT,
        info.checkpointSha256().orElse(NONE),
        "library",
        Provenance.libraryVersion(),
        "needs",
        info.needs().toString(),
        "settings",
        info.settings());
  }

  private static void requireSame(EncoderInfo info, Path description) throws IOException {
    JsonNode kept = new ObjectMapper().readTree(description.toFile());
    for (Map.Entry<String, Object> wanted : describe(info).entrySet()) {
      String found = kept.path(wanted.getKey()).asText("nothing");
      if (!found.equals(wanted.getValue().toString())) {
        throw new ModelException(
            "%s was written for another form of encoder %s: %s is %s, not %s; use another folder"
                .formatted(description, info.id(), wanted.getKey(), found, wanted.getValue()));
      }
    }
  }

  /** Keeps an encoding; an earlier one of this clip gives way. */
  void keep(String clipId, String hash, Encoding encoding) throws IOException {
    Path encoder = folder.resolve(encoding.encoderId());
    String name = clipId + "." + hash;
    Path file;
    if (encoding instanceof Embedding embedding) {
      file = encoder.resolve(name + ARRAY);
      NpyArray.ofFloats(values(embedding), embedding.windowCount(), embedding.dimension())
          .write(file);
    } else {
      file = encoder.resolve(name + MISSING);
      writeText(file, ((NoEmbedding) encoding).reason());
    }
    Path earlier = files.getOrDefault(encoding.encoderId(), Map.of()).get(clipId);
    if (earlier != null && !earlier.equals(file)) {
      Files.deleteIfExists(earlier);
    }
    files.computeIfAbsent(encoding.encoderId(), id -> new ConcurrentHashMap<>()).put(clipId, file);
  }

  private static float[] values(Embedding embedding) {
    float[] values = new float[embedding.windowCount() * embedding.dimension()];
    for (int w = 0; w < embedding.windowCount(); w++) {
      System.arraycopy(
          embedding.window(w), 0, values, w * embedding.dimension(), embedding.dimension());
    }
    return values;
  }

  private static void writeText(Path file, String text) throws IOException {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Such as {@code embeddings in demo/embeddings}. */
  @Override
  public String toString() {
    return "embeddings in " + folder;
  }
}
