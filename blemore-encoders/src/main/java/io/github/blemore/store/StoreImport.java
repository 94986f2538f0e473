package io.github.blemore.store;

import io.github.blemore.Clip;
import io.github.blemore.EncoderForm;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.internal.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads embeddings made elsewhere into a store. They become a form of their own: its checkpoint is
 * the SHA-256 of what was read, its preprocessing is {@code imported}. The same import again adds
 * nothing.
 *
 * <p>Each is kept under the SHA-256 of its clip where {@linkplain #withClips clips} of that id are
 * given. The others are kept under the clip's name: {@link EmbeddingStore#find} gives them for a
 * clip of that id whatever its bytes are.
 *
 * <p>Not safe for several threads.
 */
public final class StoreImport {

  private static final String COMPUTES_ON = "imported";
  private static final int ROWS_AT_ONCE = 500;

  /**
   * What an import did.
   *
   * @param form under which the embeddings are kept
   * @param added how many there are now that were not
   * @param known how many were there already
   * @param byName how many of both are kept under the clip's name, since its bytes were not given
   */
  public record Result(EncoderForm form, int added, int known, int byName) {}

  private final EmbeddingStore store;
  private final String encoderId;
  private final Modality modality;
  private final Map<String, Clip> clips = new HashMap<>();

  private StoreImport(EmbeddingStore store, String encoderId, Modality modality) {
    this.store = store;
    this.encoderId = encoderId;
    this.modality = modality;
  }

  /**
   * An import into a store.
   *
   * @param encoderId what the encoder will be called: letters, digits, dot, dash, underscore
   * @param modality what of the clips the embeddings were made of
   */
  public static StoreImport into(EmbeddingStore store, String encoderId, Modality modality) {
    return new StoreImport(store, encoderId, modality);
  }

  /** Says which bytes clips have; those to which there is an embedding are read and hashed. */
  public StoreImport withClips(Iterable<Clip> found) {
    found.forEach(clip -> clips.put(clip.id(), clip));
    return this;
  }

  /**
   * Imports an {@code .npz} file in the form of the challenge, as {@link
   * io.github.blemore.precomputed.PrecomputedEncoder} reads it: {@code X}, float32 or float64
   * {@code [N, dimension]}, rounded to float32, and {@code filenames}; rows of one name are
   * windows.
   *
   * @throws io.github.blemore.ModelException if the file cannot be read or is not in this form
   * @throws IllegalArgumentException if the encoder's id is none
   * @throws IOException if a clip cannot be read, or the store not be written; what was written
   *     before stays
   */
  public Result fromNpz(Path file) throws IOException {
    return keep(ImportedArrays.ofNpz(encoderId, modality, file));
  }

  /**
   * Imports a folder of {@code CLIP.npy}, float32 or float64 {@code [windows, dimension]} or {@code
   * [dimension]}, rounded to float32, with reasons in {@code missing.json} if that is there. Its
   * checkpoint is the SHA-256 of the files' names and bytes.
   *
   * @throws IllegalArgumentException if the encoder's id is none
   * @throws IOException if a file cannot be read, holds another array or a value that is NaN or
   *     infinite, dimensions differ, there is no array, a clip cannot be read, or the store not be
   *     written; what was written before stays
   */
  public Result fromFolder(Path folder) throws IOException {
    return keep(ImportedArrays.ofFolder(encoderId, modality, folder));
  }

  private Result keep(ImportedArrays arrays) throws IOException {
    EncoderForm form = arrays.origin().form();
    Count count = new Count();
    Iterator<String> ids = arrays.clipIds().iterator();
    while (ids.hasNext()) {
      List<Row.Encoded> rows = new ArrayList<>();
      while (ids.hasNext() && rows.size() < ROWS_AT_ONCE) {
        String id = ids.next();
        rows.add(row(id, form, arrays.read(id)));
      }
      store
          .database()
          .change(
              connection -> {
                long number = StoreForms.describe(connection, arrays.origin());
                for (Row.Encoded row : rows) {
                  count.add(StoreRows.write(connection, number, row), row);
                }
              });
    }
    return new Result(form, count.added, count.known, count.byName);
  }

  private Row.Encoded row(String id, EncoderForm form, Encoding encoding) throws IOException {
    Clip clip = clips.get(id);
    if (clip == null) {
      return new Row.Encoded(
          new Clip(id, Path.of(""), Optional.empty()),
          StoreRows.NAMED + id,
          form,
          encoding,
          COMPUTES_ON);
    }
    if (!Files.isRegularFile(clip.path())) {
      throw new IOException("clip %s is not there: %s".formatted(id, clip.path()));
    }
    return new Row.Encoded(clip, Sha256.of(clip.path()), form, encoding, COMPUTES_ON);
  }

  /** How many rows went where. */
  private static final class Count {

    private int added;
    private int known;
    private int byName;

    void add(boolean isNew, Row.Encoded row) {
      added += isNew ? 1 : 0;
      known += isNew ? 0 : 1;
      byName += row.clipSha256().startsWith(StoreRows.NAMED) ? 1 : 0;
    }
  }
}
