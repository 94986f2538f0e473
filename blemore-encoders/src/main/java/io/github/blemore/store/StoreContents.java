package io.github.blemore.store;

import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.MediaException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is in a store. */
public final class StoreContents {

  /**
   * What is there of one encoder in one form.
   *
   * @param origin the form of the encoder, how it is opened again, and the license of its weights
   * @param embeddings how many embeddings
   * @param bytes what their values take
   * @param missing clip id, as it was when the encoder was asked, to the reason why there is no
   *     embedding
   * @param failures clip id to the error of the last try
   * @param made by which versions of this library, by version
   */
  public record OfForm(
      EncoderOrigin origin,
      int embeddings,
      long bytes,
      SortedMap<String, String> missing,
      SortedMap<String, String> failures,
      List<Making> made) {

    /** Copies the collections. */
    public OfForm {
      missing = Collections.unmodifiableSortedMap(new TreeMap<>(missing));
      failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
      made = List.copyOf(made);
    }

    /** The form of the encoder. */
    public EncoderForm form() {
      return origin.form();
    }
  }

  /**
   * What one version of this library made.
   *
   * @param version such as {@code 0.1.0}
   * @param encodings how many embeddings and reasons why there is none
   * @param first when the first was written, to the second
   * @param last when the last was
   */
  public record Making(String version, int encodings, Instant first, Instant last) {}

  private StoreContents() {}

  /**
   * What is there of each form, by encoder id, older forms first; also of forms that only failed.
   *
   * @throws MediaException if the file cannot be read
   */
  public static List<OfForm> of(EmbeddingStore store) {
    return store
        .database()
        .read(
            connection -> {
              List<OfForm> contents = new ArrayList<>();
              for (EncoderForm form : StoreForms.withFailed(connection)) {
                contents.add(contents(connection, form));
              }
              return contents;
            });
  }

  /** A copy of the clip may have been encoded since. */
  private static final String FAILED =
      """
      SELECT clip, error FROM failure
      WHERE form = ?1 AND clip NOT IN (
        SELECT c.id FROM clip c JOIN encoding e ON e.form = ?1 AND e.clip_sha256 = c.sha256)
      """;

  private static OfForm contents(Connection connection, EncoderForm form) throws SQLException {
    long id = StoreForms.find(connection, form).orElseThrow();
    String ofForm = " WHERE form = " + id;
    return new OfForm(
        StoreForms.origin(connection, form),
        (int)
            Database.number(
                connection, "SELECT count(*) FROM encoding" + ofForm + " AND missing IS NULL"),
        Database.number(connection, "SELECT sum(length(vectors)) FROM encoding" + ofForm),
        texts(
            connection,
            "SELECT clip, missing FROM encoding WHERE form = ? AND missing IS NOT NULL",
            id),
        texts(connection, FAILED, id),
        made(connection, id));
  }

  private static SortedMap<String, String> texts(Connection connection, String sql, long form)
      throws SQLException {
    SortedMap<String, String> texts = new TreeMap<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, form);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          texts.put(row.getString(1), row.getString(2));
        }
      }
    }
    return texts;
  }

  private static List<Making> made(Connection connection, long form) throws SQLException {
    List<Making> made = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT version, count(*), min(made_at), max(made_at) FROM encoding"
                + " WHERE form = ? GROUP BY version ORDER BY version")) {
      select.setLong(1, form);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          made.add(
              new Making(
                  row.getString(1),
                  row.getInt(2),
                  Instant.parse(row.getString(3)),
                  Instant.parse(row.getString(4))));
        }
      }
    }
    return made;
  }

  /**
   * Reads everything: SQLite's own check of the file, and each embedding with its checksum.
   *
   * @return what is wrong, in words; empty if nothing is
   */
  public static List<String> check(EmbeddingStore store) {
    List<String> problems = new ArrayList<>();
    collect(problems, store, connection -> checkFile(connection, problems));
    collect(problems, store, connection -> checkEmbeddings(connection, store, problems));
    return problems;
  }

  private static void collect(List<String> problems, EmbeddingStore store, Database.Change look) {
    try {
      store
          .database()
          .read(
              connection -> {
                look.run(connection);
                return true;
              });
    } catch (MediaException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private static void checkFile(Connection connection, List<String> problems) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      while (row.next()) {
        if (!row.getString(1).equals("ok")) {
          problems.add(row.getString(1));
        }
      }
    }
  }

  private static void checkEmbeddings(
      Connection connection, EmbeddingStore store, List<String> problems) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT encoder, clip, missing, notes, windows, encoding.dimension, crc32, vectors
                FROM encoding JOIN encoder_form ON encoder_form.id = form
                """)) {
      while (row.next()) {
        try {
          StoreRows.encoding(row, store.file(), row.getString("encoder"), row.getString("clip"));
        } catch (MediaException e) {
          problems.add(String.valueOf(e.getMessage()));
        }
      }
    }
  }
}
