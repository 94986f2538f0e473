package io.github.blemore.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderForm;
import io.github.blemore.Encoding;
import io.github.blemore.NoEmbedding;
import io.github.blemore.internal.AtomicFile;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.npy.NpzWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes the embeddings of one form into NumPy's files, one per clip id, by what the id means now.
 * Each row is read by itself: of a damaged store all is written that can be read, and the rest is
 * listed.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class StoreExport {

  /** Where the reasons stand in a folder of embeddings: a JSON object of clip id to reason. */
  static final String MISSING_FILE = "missing.json";

  static final String ARRAY = ".npy";

  /**
   * What an export did.
   *
   * @param exported clips whose embedding was written
   * @param missing clip id to the reason why there is no embedding
   * @param damaged what could not be read, in words
   */
  public record Result(int exported, SortedMap<String, String> missing, List<String> damaged) {

    /** Copies the collections. */
    public Result {
      missing = Collections.unmodifiableSortedMap(new TreeMap<>(missing));
      damaged = List.copyOf(damaged);
    }
  }

  private final EmbeddingStore store;
  private final EncoderForm form;
  private final boolean meanOfWindows;

  private StoreExport(EmbeddingStore store, EncoderForm form, boolean meanOfWindows) {
    this.store = store;
    this.form = form;
    this.meanOfWindows = meanOfWindows;
  }

  /** An export of a form. */
  public static StoreExport of(EmbeddingStore store, EncoderForm form) {
    return new StoreExport(store, form, false);
  }

  /**
   * The same, writing the mean of a clip's windows, computed in float64, where one row per clip is
   * asked for.
   */
  public StoreExport withMeanOfWindows() {
    return new StoreExport(store, form, true);
  }

  /**
   * Writes one {@code .npz} file as the challenge's baseline has them: {@code X}, float32 {@code
   * [clips, dimension]}, and {@code filenames}, the clips' ids, in their order. Clips without an
   * embedding are left out. All of it is held in memory.
   *
   * @throws IOException if there is no embedding, a clip has several windows and their mean was not
   *     asked for, or the file cannot be written
   */
  public Result toNpz(Path file) throws IOException {
    RowScan scan = RowScan.of(store, form);
    SortedMap<String, String> missing = new TreeMap<>();
    List<String> names = new ArrayList<>();
    float[] x = new float[Math.multiplyExact(scan.rows().size(), form.dimension())];
    for (Map.Entry<String, Long> row : scan.rows().entrySet()) {
      Optional<Encoding> encoding = scan.read(row.getKey(), row.getValue());
      if (encoding.isEmpty()) {
        continue;
      }
      if (encoding.get() instanceof Embedding embedding) {
        float[] vector = vector(row.getKey(), embedding);
        System.arraycopy(vector, 0, x, names.size() * form.dimension(), form.dimension());
        names.add(row.getKey());
      } else {
        missing.put(row.getKey(), ((NoEmbedding) encoding.get()).reason());
      }
    }
    requireSome(names.size(), scan);
    new NpzWriter()
        .numbers(
            "X",
            NpyArray.ofFloats(
                Arrays.copyOf(x, names.size() * form.dimension()), names.size(), form.dimension()))
        .texts("filenames", names)
        .write(file);
    return new Result(names.size(), missing, scan.damaged());
  }

  private float[] vector(String clipId, Embedding embedding) throws IOException {
    if (embedding.windowCount() == 1) {
      return embedding.vector();
    }
    if (!meanOfWindows) {
      throw new IOException(
          "clip %s has %d windows, a row of an .npz file is one: export to a folder, which keeps windows, or ask for their mean"
              .formatted(clipId, embedding.windowCount()));
    }
    double[] sums = new double[embedding.dimension()];
    for (int w = 0; w < embedding.windowCount(); w++) {
      float[] window = embedding.window(w);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += window[i];
      }
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      mean[i] = (float) (sums[i] / embedding.windowCount());
    }
    return mean;
  }

  private void requireSome(int exported, RowScan scan) throws IOException {
    if (exported == 0) {
      throw new IOException(
          "%s holds no embedding of encoder %s that can be read%s"
              .formatted(
                  store.file(),
                  form,
                  scan.damaged().isEmpty() ? "" : "; damaged: " + scan.damaged()));
    }
  }

  /**
   * Writes a folder: for each clip {@code CLIP.npy}, float32 {@code [windows, dimension]}, and in
   * {@code missing.json} an object of clip id to the reason why there is no embedding.
   *
   * @param folder made if it is not there; must be empty
   * @throws IOException if nothing can be read, the folder is not empty, a clip's id is no file
   *     name, or a file cannot be written
   */
  public Result toFolder(Path folder) throws IOException {
    requireEmpty(folder);
    RowScan scan = RowScan.of(store, form);
    SortedMap<String, String> missing = new TreeMap<>();
    int exported = 0;
    for (Map.Entry<String, Long> row : scan.rows().entrySet()) {
      Path file = file(folder, row.getKey());
      Optional<Encoding> encoding = scan.read(row.getKey(), row.getValue());
      if (encoding.isEmpty()) {
        continue;
      }
      if (encoding.get() instanceof Embedding embedding) {
        array(embedding).write(file);
        exported++;
      } else {
        missing.put(row.getKey(), ((NoEmbedding) encoding.get()).reason());
      }
    }
    requireSome(exported + missing.size(), scan);
    AtomicFile.write(
        folder.resolve(MISSING_FILE),
        out ->
            out.write(
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(missing)));
    return new Result(exported, missing, scan.damaged());
  }

  private static void requireEmpty(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw new IOException(
            "%s is not empty: name a folder that is, or is not there yet".formatted(folder));
      }
    }
  }

  private static Path file(Path folder, String clipId) throws IOException {
    try {
      Path file = folder.resolve(clipId + ARRAY);
      if (folder.equals(file.getParent())) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new IOException(noFileName(clipId), e);
    }
    throw new IOException(noFileName(clipId));
  }

  private static String noFileName(String clipId) {
    return "clip id %s is no file name: export to an .npz file instead".formatted(clipId);
  }

  private static NpyArray array(Embedding embedding) {
    float[] values = new float[embedding.windowCount() * embedding.dimension()];
    for (int w = 0; w < embedding.windowCount(); w++) {
      System.arraycopy(
          embedding.window(w), 0, values, w * embedding.dimension(), embedding.dimension());
    }
    return NpyArray.ofFloats(values, embedding.windowCount(), embedding.dimension());
  }
}
