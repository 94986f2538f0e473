package io.github.blemore.store;

import io.github.blemore.Clip;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.MediaException;
import io.github.blemore.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Embeddings in one SQLite file: made once, never made twice. Each is kept under the SHA-256 of the
 * clip's bytes and the form of the encoder, so that copies of a clip share it and a clip that
 * changed gets another; a clip's id says which bytes it means now. What an encoder could make
 * nothing of is kept with the reason, what failed with its error.
 *
 * <p>A row that was written is on the disk: a process that is killed leaves a store with all rows
 * that were finished. Beside the file stand SQLite's {@code -wal} and {@code -shm} while it is
 * open, and after a process was killed: they belong to it. The file must be on a local disk.
 *
 * <p>Safe to share between threads; several processes of one machine can use one file.
 */
public final class EmbeddingStore implements EmbeddingSource, AutoCloseable {

  private final Database database;
  private final StoreClaims claims = new StoreClaims();

  private EmbeddingStore(Database database) {
    this.database = database;
  }

  /**
   * Opens a store, or makes it. One that an older version of this library made is brought up to
   * date: that version cannot open it any more.
   *
   * @param file in a folder that exists
   * @throws IOException if it cannot be opened or made: there is no such folder, it cannot be
   *     written, the file is no SQLite file, that of another program, or was made by a newer
   *     version of this library; the message says which, and what to do
   */
  public static EmbeddingStore open(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new IOException("embedding store %s is a folder: must be a file".formatted(file));
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "embedding store %s cannot be made: %s is no folder; create it first"
              .formatted(file, folder));
    }
    Database database = Database.connect(file);
    return prepared(database, () -> StoreSchema.prepare(database));
  }

  /**
   * Opens a store that is there.
   *
   * @throws NoSuchFileException if it is not
   * @throws IOException as {@link #open} does
   */
  public static EmbeddingStore openExisting(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "no embedding store is there");
    }
    Database database = Database.connect(file);
    return prepared(database, () -> StoreSchema.prepareExisting(database));
  }

  private interface Preparation {
    void run() throws IOException;
  }

  private static EmbeddingStore prepared(Database database, Preparation preparation)
      throws IOException {
    try {
      preparation.run();
    } catch (IOException | RuntimeException e) {
      try {
        database.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
    return new EmbeddingStore(database);
  }

  /** The file. */
  public Path file() {
    return database.file();
  }

  /**
   * The forms of encoders of which there are encodings, by encoder id, older ones first.
   *
   * @throws MediaException if the file cannot be read
   */
  public List<EncoderForm> forms() {
    return database.read(StoreForms::all);
  }

  /**
   * The encoders of which there are encodings, by id.
   *
   * @throws MediaException if the file cannot be read
   * @throws ModelException if embeddings of several forms of one encoder are here: ask a {@link
   *     #source} of one of them
   */
  @Override
  public List<EncoderOrigin> encoders() {
    List<EncoderForm> forms = forms();
    for (int i = 1; i < forms.size(); i++) {
      if (forms.get(i).id().equals(forms.get(i - 1).id())) {
        throw severalForms(forms.get(i).id(), forms);
      }
    }
    return forms.stream().map(this::origin).toList();
  }

  EncoderOrigin origin(EncoderForm form) {
    return database.read(connection -> StoreForms.origin(connection, form));
  }

  /**
   * The clips of which there is an encoding: by what their ids mean now, or by their name.
   *
   * @throws MediaException if the file cannot be read
   * @throws ModelException if embeddings of several forms of this encoder are here: ask a {@link
   *     #source} of one of them
   */
  @Override
  public Set<String> clipIds(String encoderId) {
    return only(encoderId).map(this::clipIds).orElse(Set.of());
  }

  Set<String> clipIds(EncoderForm form) {
    return database.read(
        connection -> {
          OptionalLong number = StoreForms.find(connection, form);
          return number.isEmpty() ? Set.of() : StoreRows.clipIds(connection, number.getAsLong());
        });
  }

  /**
   * What an encoder made of the bytes this clip's id means now; if it was never asked, what was
   * imported under the clip's name.
   *
   * @throws MediaException if what was kept cannot be read; the message names clip and encoder
   * @throws ModelException if embeddings of several forms of this encoder are here: ask a {@link
   *     #source} of one of them
   */
  @Override
  public Optional<Encoding> find(String encoderId, String clipId) {
    return only(encoderId).flatMap(form -> find(form, clipId));
  }

  Optional<Encoding> find(EncoderForm form, String clipId) {
    return database.read(
        connection -> {
          OptionalLong number = StoreForms.find(connection, form);
          return number.isEmpty()
              ? Optional.empty()
              : StoreRows.find(connection, file(), number.getAsLong(), form.id(), clipId);
        });
  }

  private Optional<EncoderForm> only(String encoderId) {
    List<EncoderForm> forms = database.read(connection -> StoreForms.of(connection, encoderId));
    if (forms.size() > 1) {
      throw severalForms(encoderId, forms);
    }
    return forms.stream().findFirst();
  }

  private ModelException severalForms(String encoderId, List<EncoderForm> forms) {
    List<EncoderForm> meant = forms.stream().filter(form -> form.id().equals(encoderId)).toList();
    return new ModelException(
        "%s holds embeddings of %d forms of encoder %s: %s; say which is meant with source(forms), or remove the others with `blemore store remove`"
            .formatted(file(), meant.size(), encoderId, meant));
  }

  /**
   * The embeddings of these forms only; reads this store, which stays the caller's to close.
   *
   * @param forms with different encoder ids; of one that is not here nothing will be found
   * @throws IllegalArgumentException if two forms are of one encoder
   */
  public EmbeddingSource source(Collection<EncoderForm> forms) {
    return FormSource.of(this, forms);
  }

  /**
   * Whether there is an encoding of these bytes: an embedding, or the reason why there is none.
   *
   * @throws MediaException if the file cannot be read
   */
  public boolean has(EncoderForm form, String clipSha256) {
    return database.read(
        connection -> {
          OptionalLong number = StoreForms.find(connection, form);
          return number.isPresent() && StoreRows.has(connection, number.getAsLong(), clipSha256);
        });
  }

  /**
   * What there is of these bytes, without reading it.
   *
   * @throws MediaException if the file cannot be read
   */
  Optional<Kept> kept(EncoderForm form, String clipSha256) {
    return database.read(
        connection -> {
          OptionalLong number = StoreForms.find(connection, form);
          return number.isEmpty()
              ? Optional.empty()
              : StoreRows.kept(connection, number.getAsLong(), clipSha256);
        });
  }

  /**
   * A finished row.
   *
   * @param missing the reason, if there is no embedding
   */
  record Kept(Optional<String> missing) {}

  /**
   * What went wrong when this encoder was last asked about this clip; empty if nothing did, or the
   * clip's bytes were others then.
   *
   * @throws MediaException if the file cannot be read
   */
  public Optional<String> failure(EncoderForm form, String clipId, String clipSha256) {
    return database.read(
        connection -> {
          OptionalLong number = StoreForms.find(connection, form);
          return number.isEmpty()
              ? Optional.empty()
              : StoreRows.failure(connection, number.getAsLong(), clipId, clipSha256);
        });
  }

  /**
   * Claims the making of an embedding, so that it is made once. The claim ends when its row is
   * {@linkplain #write written}, when it is {@linkplain #release released}, when this store is
   * closed, or when the process ends in any way.
   *
   * @return whether it is the caller's now: false if the encoding is there already, or a living
   *     process has claimed it, be it this one
   * @throws IOException if the file cannot be written
   */
  public boolean claim(EncoderForm form, String clipSha256) throws IOException {
    return database.write(connection -> claim(connection, form, clipSha256));
  }

  /**
   * Claims the making of several embeddings of one clip, in one transaction.
   *
   * @return those forms that are the caller's now, as {@link #claim} says it
   * @throws IOException if the file cannot be written
   */
  public Set<EncoderForm> claimAll(Collection<EncoderForm> forms, String clipSha256)
      throws IOException {
    return database.write(
        connection -> {
          Set<EncoderForm> claimed = new HashSet<>();
          for (EncoderForm form : forms) {
            if (claim(connection, form, clipSha256)) {
              claimed.add(form);
            }
          }
          return claimed;
        });
  }

  private boolean claim(Connection connection, EncoderForm form, String clipSha256)
      throws SQLException {
    long number = StoreForms.require(connection, form);
    return !StoreRows.has(connection, number, clipSha256)
        && claims.claim(connection, number, clipSha256);
  }

  /**
   * Gives a claim of this store back; does nothing if there is none.
   *
   * @throws IOException if the file cannot be written; within this process the claim ended all the
   *     same
   */
  public void release(EncoderForm form, String clipSha256) throws IOException {
    releaseAll(Map.of(clipSha256, Set.of(form)));
  }

  /**
   * Gives claims of this store back, in one transaction.
   *
   * @param claims SHA-256 of a clip to the forms claimed for it; those not held count for nothing
   * @throws IOException as {@link #release} does
   */
  public void releaseAll(Map<String, Set<EncoderForm>> claims) throws IOException {
    database.read(
        connection -> {
          for (Map.Entry<String, Set<EncoderForm>> claim : claims.entrySet()) {
            for (EncoderForm form : claim.getValue()) {
              StoreForms.find(connection, form)
                  .ifPresent(number -> this.claims.forget(number, claim.getKey()));
            }
          }
          return true;
        });
    database.change(
        connection -> {
          for (Map.Entry<String, Set<EncoderForm>> claim : claims.entrySet()) {
            for (EncoderForm form : claim.getValue()) {
              this.claims.release(connection, StoreForms.require(connection, form), claim.getKey());
            }
          }
        });
  }

  /**
   * Says that a clip's id now means these bytes, at its path. {@link #write} does it too: this is
   * for clips of which all is there, under another id.
   *
   * @throws IOException if the file cannot be written
   */
  public void remember(Clip clip, String clipSha256) throws IOException {
    database.change(connection -> StoreRows.remember(connection, clip, clipSha256));
  }

  /**
   * Keeps how an encoder is opened again and the license of its weights, for {@link #encoders}.
   * What is empty is not known, and leaves what was kept before as it was.
   *
   * @throws IOException if the file cannot be written
   */
  public void describe(EncoderOrigin origin) throws IOException {
    database.change(connection -> StoreForms.describe(connection, origin));
  }

  /**
   * Writes all rows, or none. An encoding of which there is one already, of the same bytes and
   * form, is left as it is; it ends the failure recorded for its clip and form. A failure replaces
   * the one before it. Claims of this store on what is written end.
   *
   * @throws IOException if the rows cannot be written, as on a full disk: what was written before
   *     is kept
   */
  public void write(List<Row> rows) throws IOException {
    database.change(
        connection -> {
          for (Row row : rows) {
            long form = StoreForms.require(connection, row.form());
            if (row instanceof Row.Encoded encoded) {
              StoreRows.write(connection, form, encoded);
              claims.release(connection, form, encoded.clipSha256());
            } else if (row instanceof Row.Failed failed) {
              StoreRows.write(connection, form, failed);
              if (failed.clipSha256().isPresent()) {
                claims.release(connection, form, failed.clipSha256().get());
              }
            }
          }
        });
  }

  /**
   * Removes all of a form, recorded failures too. The file keeps its size: what is written next
   * takes the room.
   *
   * @throws IOException if the file cannot be written
   */
  public Removed remove(EncoderForm form) throws IOException {
    return remove(form, Optional.empty());
  }

  /**
   * Removes what {@link #find} gives for a clip, and a recorded failure.
   *
   * @throws IOException if the file cannot be written
   */
  public Removed remove(EncoderForm form, String clipId) throws IOException {
    return remove(form, Optional.of(clipId));
  }

  private Removed remove(EncoderForm form, Optional<String> clipId) throws IOException {
    return database.write(
        connection -> {
          OptionalLong number = StoreForms.find(connection, form);
          return number.isEmpty()
              ? new Removed(0, 0, 0)
              : StoreRows.remove(connection, number.getAsLong(), clipId);
        });
  }

  /** SHA-256 of the bytes a clip's id means; empty if this store was never told. */
  Optional<String> meaning(String clipId) {
    return database.read(connection -> StoreRows.meaning(connection, clipId));
  }

  /** Lets the file have so many pages and no more, as a full disk would. */
  void limitPages(int pages) throws IOException {
    database.readFile(connection -> Database.number(connection, "PRAGMA max_page_count=" + pages));
  }

  Database database() {
    return database;
  }

  /**
   * Gives back the claims that are left and closes the file. Closing twice is fine; another use
   * after it is an {@link IllegalStateException}.
   *
   * @throws IOException if the claims cannot be given back; the file is closed
   */
  @Override
  public void close() throws IOException {
    claims.close();
    try (database) {
      if (claims.isUsed()) {
        database.changeIfOpen(claims::releaseAll);
      }
    }
  }

  /** Such as {@code embeddings in demo/embeddings.db}. */
  @Override
  public String toString() {
    return "embeddings in " + file();
  }
}
