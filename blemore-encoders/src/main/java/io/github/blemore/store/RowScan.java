package io.github.blemore.store;

import io.github.blemore.EncoderForm;
import io.github.blemore.Encoding;
import io.github.blemore.MediaException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The encodings of one form, found and read row by row, so that what stands on damaged pages keeps
 * nothing else back. Not safe for several threads.
 */
final class RowScan {

  /** No row takes less: it has two hashes of 64 digits, in the table and in its index. */
  private static final int LEAST_BYTES_OF_A_ROW = 128;

  private final EmbeddingStore store;
  private final EncoderForm form;
  private final long formNumber;
  private final SortedMap<String, Long> rows = new TreeMap<>();
  private final List<String> damaged = new ArrayList<>();

  private RowScan(EmbeddingStore store, EncoderForm form, long formNumber) {
    this.store = store;
    this.form = form;
    this.formNumber = formNumber;
  }

  /**
   * Finds the rows of a form.
   *
   * @throws IOException if nothing of this form is there, or the store is damaged so that even this
   *     cannot be told
   */
  static RowScan of(EmbeddingStore store, EncoderForm form) throws IOException {
    OptionalLong number =
        store.database().readFile(connection -> StoreForms.find(connection, form));
    if (number.isEmpty()) {
      throw new IOException("%s holds nothing of encoder %s".formatted(store.file(), form));
    }
    RowScan scan = new RowScan(store, form, number.getAsLong());
    store
        .database()
        .readFile(
            connection -> {
              scan.find(connection);
              return true;
            });
    return scan;
  }

  /** Clip id to the row of what it means now. */
  SortedMap<String, Long> rows() {
    return Collections.unmodifiableSortedMap(rows);
  }

  /** What could not be read, so far. */
  List<String> damaged() {
    return List.copyOf(damaged);
  }

  /** What a row holds; empty if it is damaged, which is then told by {@link #damaged}. */
  Optional<Encoding> read(String clipId, long row) {
    try {
      Optional<Encoding> found =
          store.database().read(connection -> encoding(connection, clipId, row));
      if (found.isEmpty()) {
        damaged.add("clip %s: its row %d is not there".formatted(clipId, row));
      }
      return found;
    } catch (MediaException e) {
      damaged.add("clip %s: %s".formatted(clipId, e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Encoding> encoding(Connection connection, String clipId, long row)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT missing, notes, windows, dimension, crc32, vectors FROM encoding"
                + " WHERE id = ? AND form = ?")) {
      select.setLong(1, row);
      select.setLong(2, formNumber);
      try (ResultSet found = select.executeQuery()) {
        return found.next()
            ? Optional.of(StoreRows.encoding(found, store.file(), form.id(), clipId))
            : Optional.empty();
      }
    }
  }

  private void find(Connection connection) throws SQLException {
    ClipNames names = ClipNames.read(connection);
    try {
      findByIndex(connection, names);
    } catch (SQLException e) {
      if (!StoreFault.isDamage(e)) {
        throw e;
      }
      rows.clear();
      findByNumber(connection, names);
    }
  }

  /** The index holds all that is asked for: the pages of the rows are not looked at. */
  private void findByIndex(Connection connection, ClipNames names) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, clip_sha256 FROM encoding INDEXED BY sqlite_autoindex_encoding_1"
                + " WHERE form = ? ORDER BY id")) {
      select.setLong(1, formNumber);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          add(connection, names, row.getLong(1), row.getString(2));
        }
      }
    }
  }

  /** Without an index: every number a row could have. */
  private void findByNumber(Connection connection, ClipNames names) throws SQLException {
    Gap gap = new Gap();
    long last = lastNumber(connection);
    try (PreparedStatement select =
        connection.prepareStatement("SELECT clip_sha256 FROM encoding WHERE id = ? AND form = ?")) {
      for (long row = 1; row <= last; row++) {
        select.setLong(1, row);
        select.setLong(2, formNumber);
        try (ResultSet found = select.executeQuery()) {
          if (found.next()) {
            add(connection, names, row, found.getString(1));
          }
          gap.end();
        } catch (SQLException e) {
          if (!StoreFault.isDamage(e)) {
            throw e;
          }
          gap.extend(row);
        }
      }
    }
    gap.end();
  }

  private static long lastNumber(Connection connection) throws SQLException {
    try {
      return Database.number(connection, "SELECT max(id) FROM encoding");
    } catch (SQLException e) {
      if (!StoreFault.isDamage(e)) {
        throw e;
      }
      return Database.number(connection, "PRAGMA page_count")
          * (Database.number(connection, "PRAGMA page_size") / LEAST_BYTES_OF_A_ROW);
    }
  }

  private void add(Connection connection, ClipNames names, long row, String clipSha256)
      throws SQLException {
    if (clipSha256.startsWith(StoreRows.NAMED)) {
      rows.putIfAbsent(clipSha256.substring(StoreRows.NAMED.length()), row);
      return;
    }
    List<String> ids = names.of(clipSha256);
    if (!ids.isEmpty()) {
      ids.forEach(id -> rows.put(id, row));
      return;
    }
    Optional<String> then = nameThen(connection, row);
    if (then.isPresent() && !names.isKnown(then.get())) {
      rows.put(then.get(), row);
    } else if (then.isEmpty()) {
      damaged.add("row %d, of a clip with SHA-256 %s".formatted(row, clipSha256));
    }
  }

  /** What the clip was called when the row was written; empty if that cannot be read. */
  private static Optional<String> nameThen(Connection connection, long row) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT clip FROM encoding WHERE id = ?")) {
      select.setLong(1, row);
      try (ResultSet found = select.executeQuery()) {
        return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      if (!StoreFault.isDamage(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Rows side by side that cannot be read, told as one. */
  private final class Gap {

    private long first;
    private long last;

    void extend(long row) {
      first = first == 0 ? row : first;
      last = row;
    }

    void end() {
      if (first > 0) {
        damaged.add("rows %d-%d, of which clips and forms is not known".formatted(first, last));
        first = 0;
      }
    }
  }

  /** What the ids of clips mean now. */
  private record ClipNames(Map<String, List<String>> bySha256, Map<String, String> sha256) {

    /** Those that can be read. */
    static ClipNames read(Connection connection) throws SQLException {
      ClipNames names = new ClipNames(new HashMap<>(), new HashMap<>());
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT id, sha256 FROM clip")) {
        while (row.next()) {
          names.sha256.put(row.getString(1), row.getString(2));
          names
              .bySha256
              .computeIfAbsent(row.getString(2), sha -> new ArrayList<>())
              .add(row.getString(1));
        }
      } catch (SQLException e) {
        if (!StoreFault.isDamage(e)) {
          throw e;
        }
      }
      return names;
    }

    List<String> of(String clipSha256) {
      return bySha256.getOrDefault(clipSha256, List.of());
    }

    boolean isKnown(String clipId) {
      return sha256.containsKey(clipId);
    }
  }
}
