package io.github.blemore.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.Encoding;
import io.github.blemore.MediaException;
import io.github.blemore.NoEmbedding;
import io.github.blemore.Provenance;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The statements that write and read clips, encodings and failures. */
final class StoreRows {

  /** What stands before a clip's id where its bytes are not known. */
  static final String NAMED = "name:";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private StoreRows() {}

  /**
   * Keeps an encoding unless there is one of these bytes, and says what the clip's id means now.
   *
   * @return whether it was added
   */
  static boolean write(Connection connection, long form, Row.Encoded row) throws SQLException {
    boolean added = insert(connection, form, row);
    if (!row.clipSha256().startsWith(NAMED)) {
      remember(connection, row.clip(), row.clipSha256());
    }
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM failure WHERE form = ? AND clip = ?")) {
      delete.setLong(1, form);
      delete.setString(2, row.clip().id());
      delete.executeUpdate();
    }
    return added;
  }

  private static boolean insert(Connection connection, long form, Row.Encoded row)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO encoding
              (form, clip_sha256, clip, path, made_at, version, computes_on, missing, notes,
               windows, dimension, crc32, vectors)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (form, clip_sha256) DO NOTHING
            """)) {
      insert.setLong(1, form);
      insert.setString(2, row.clipSha256());
      insert.setString(3, row.clip().id());
      insert.setString(4, row.clipSha256().startsWith(NAMED) ? "" : path(row.clip()));
      insert.setString(5, now());
      insert.setString(6, Provenance.libraryVersion());
      insert.setString(7, row.computesOn());
      set(insert, row.encoding());
      return insert.executeUpdate() > 0;
    }
  }

  private static void set(PreparedStatement insert, Encoding encoding) throws SQLException {
    if (encoding instanceof Embedding embedding) {
      byte[] vectors = Vectors.bytes(embedding);
      insert.setString(8, null);
      insert.setString(9, json(embedding.notes()));
      insert.setInt(10, embedding.windowCount());
      insert.setInt(11, embedding.dimension());
      insert.setLong(12, Vectors.crc32(vectors));
      insert.setBytes(13, vectors);
    } else {
      insert.setString(8, ((NoEmbedding) encoding).reason());
      insert.setString(9, json(List.of()));
      insert.setInt(10, 0);
      insert.setInt(11, 0);
      insert.setLong(12, 0);
      insert.setBytes(13, new byte[0]);
    }
  }

  private static String json(List<String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("notes %s are no texts".formatted(texts), e);
    }
  }

  /** Keeps an error; an earlier one of this clip and form gives way. */
  static void write(Connection connection, long form, Row.Failed row) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO failure (form, clip, clip_sha256, error, failed_at, version)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, form);
      insert.setString(2, row.clip().id());
      insert.setString(3, row.clipSha256().orElse(null));
      insert.setString(4, row.error());
      insert.setString(5, now());
      insert.setString(6, Provenance.libraryVersion());
      insert.executeUpdate();
    }
    if (row.clipSha256().isPresent()) {
      remember(connection, row.clip(), row.clipSha256().get());
    }
  }

  /** Says what a clip's id means from now on. */
  static void remember(Connection connection, Clip clip, String clipSha256) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO clip (id, path, sha256) VALUES (?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET path = excluded.path, sha256 = excluded.sha256
            WHERE path <> excluded.path OR sha256 <> excluded.sha256
            """)) {
      insert.setString(1, clip.id());
      insert.setString(2, path(clip));
      insert.setString(3, clipSha256);
      insert.executeUpdate();
    }
  }

  private static String path(Clip clip) {
    return clip.path().toAbsolutePath().normalize().toString();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The clips of which {@link #find} gives something. */
  static SortedSet<String> clipIds(Connection connection, long form) throws SQLException {
    SortedSet<String> ids = new TreeSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT clip.id FROM encoding JOIN clip ON clip.sha256 = clip_sha256 WHERE form = ?1
            UNION ALL
            SELECT substr(clip_sha256, ?2) FROM encoding
            WHERE form = ?1 AND clip_sha256 LIKE ?3
            """)) {
      select.setLong(1, form);
      select.setInt(2, NAMED.length() + 1);
      select.setString(3, NAMED + "%");
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ids.add(row.getString(1));
        }
      }
    }
    return ids;
  }

  static boolean has(Connection connection, long form, String clipSha256) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT 1 FROM encoding WHERE form = ? AND clip_sha256 = ?")) {
      select.setLong(1, form);
      select.setString(2, clipSha256);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Removes all of a form, or what {@link #find} gives for one clip. */
  static Removed remove(Connection connection, long form, Optional<String> clipId)
      throws SQLException {
    String ofClip =
        clipId.isEmpty() ? "" : " AND clip_sha256 IN ((SELECT sha256 FROM clip WHERE id = ?2), ?3)";
    String failed = clipId.isEmpty() ? "" : " AND clip = ?2";
    return new Removed(
        delete(connection, "encoding", form, ofClip + " AND missing IS NULL", clipId),
        delete(connection, "encoding", form, ofClip, clipId),
        delete(connection, "failure", form, failed, clipId));
  }

  private static int delete(
      Connection connection, String table, long form, String which, Optional<String> clipId)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM " + table + " WHERE form = ?1" + which)) {
      delete.setLong(1, form);
      if (which.contains("?2")) {
        delete.setString(2, clipId.orElseThrow());
      }
      if (which.contains("?3")) {
        delete.setString(3, NAMED + clipId.orElseThrow());
      }
      return delete.executeUpdate();
    }
  }

  /** SHA-256 of the bytes a clip's id means. */
  static Optional<String> meaning(Connection connection, String clipId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT sha256 FROM clip WHERE id = ?")) {
      select.setString(1, clipId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  static Optional<EmbeddingStore.Kept> kept(Connection connection, long form, String clipSha256)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT missing FROM encoding WHERE form = ? AND clip_sha256 = ?")) {
      select.setLong(1, form);
      select.setString(2, clipSha256);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new EmbeddingStore.Kept(Optional.ofNullable(row.getString(1))))
            : Optional.empty();
      }
    }
  }

  static Optional<String> failure(
      Connection connection, long form, String clipId, String clipSha256) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT error FROM failure WHERE form = ? AND clip = ? AND clip_sha256 = ?")) {
      select.setLong(1, form);
      select.setString(2, clipId);
      select.setString(3, clipSha256);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** What was made of the bytes a clip's id means now, or else of a clip of that name. */
  static Optional<Encoding> find(
      Connection connection, Path file, long form, String encoderId, String clipId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT missing, notes, windows, dimension, crc32, vectors FROM encoding
            WHERE form = ?1 AND clip_sha256 IN ((SELECT sha256 FROM clip WHERE id = ?2), ?3)
            ORDER BY clip_sha256 = ?3 LIMIT 1
            """)) {
      select.setLong(1, form);
      select.setString(2, clipId);
      select.setString(3, NAMED + clipId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(encoding(row, file, encoderId, clipId)) : Optional.empty();
      }
    }
  }

  /**
   * What a row holds.
   *
   * @throws MediaException if it is not as it was written
   */
  static Encoding encoding(ResultSet row, Path file, String encoderId, String clipId)
      throws SQLException {
    String missing = row.getString("missing");
    if (missing != null) {
      return new NoEmbedding(encoderId, missing);
    }
    byte[] vectors = row.getBytes("vectors");
    try {
      if (Vectors.crc32(vectors) != row.getLong("crc32")) {
        throw new IllegalArgumentException("the checksum of its bytes is another");
      }
      return Vectors.embedding(encoderId, vectors, row.getInt("windows"), row.getInt("dimension"))
          .withNotes(JSON.readValue(row.getString("notes"), TEXTS));
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw new MediaException(
          "embedding of clip %s by %s in %s is damaged (%s): remove it with `blemore store remove --clip` and have it made again"
              .formatted(clipId, encoderId, file, e.getMessage()),
          e);
    }
  }
}
