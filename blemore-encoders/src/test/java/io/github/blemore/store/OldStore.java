package io.github.blemore.store;

import static io.github.blemore.store.TestRows.embedding;
import static io.github.blemore.store.TestRows.sha;

import io.github.blemore.Embedding;
import io.github.blemore.EncoderForm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Writes stores as older versions of this library did, without it. */
final class OldStore {

  private static final List<String> VERSION_1 =
      List.of(
          "PRAGMA journal_mode=WAL",
          """
          CREATE TABLE encoder_form (
            id INTEGER PRIMARY KEY,
            encoder TEXT NOT NULL,
            checkpoint TEXT NOT NULL,
            preprocessing TEXT NOT NULL,
            modality TEXT NOT NULL,
            dimension INTEGER NOT NULL,
            needs TEXT NOT NULL,
            settings TEXT NOT NULL,
            made_up INTEGER NOT NULL,
            UNIQUE (encoder, checkpoint, preprocessing)
          ) STRICT
          """,
          "CREATE TABLE clip (id TEXT PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT",
          """
          CREATE TABLE encoding (
            id INTEGER PRIMARY KEY,
            form INTEGER NOT NULL REFERENCES encoder_form,
            clip_sha256 TEXT NOT NULL,
            clip TEXT NOT NULL,
            path TEXT NOT NULL,
            made_at TEXT NOT NULL,
            version TEXT NOT NULL,
            computes_on TEXT NOT NULL,
            missing TEXT,
            notes TEXT NOT NULL,
            windows INTEGER NOT NULL,
            dimension INTEGER NOT NULL,
            crc32 INTEGER NOT NULL,
            vectors BLOB NOT NULL,
            UNIQUE (form, clip_sha256)
          ) STRICT
          """,
          """
          CREATE TABLE failure (
            form INTEGER NOT NULL REFERENCES encoder_form,
            clip TEXT NOT NULL,
            clip_sha256 TEXT,
            error TEXT NOT NULL,
            failed_at TEXT NOT NULL,
            version TEXT NOT NULL,
            PRIMARY KEY (form, clip)
          ) STRICT
          """,
          """
          CREATE TABLE claim (
            form INTEGER NOT NULL REFERENCES encoder_form,
            clip_sha256 TEXT NOT NULL,
            store TEXT NOT NULL,
            pid INTEGER NOT NULL,
            started INTEGER NOT NULL,
            PRIMARY KEY (form, clip_sha256)
          ) STRICT
          """,
          "PRAGMA application_id=" + 0x626c656d,
          "PRAGMA user_version=1");

  private OldStore() {}

  /** One of version 1, with an embedding of each clip, as {@link TestRows#embedding} makes it. */
  static void writeVersion1(Path file, EncoderForm form, String... clips) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      try (Statement statement = connection.createStatement()) {
        for (String sql : VERSION_1) {
          statement.execute(sql);
        }
      }
      connection.setAutoCommit(false);
      insert(
          connection,
          "INSERT INTO encoder_form VALUES (1, ?, ?, ?, ?, ?, ?, ?, 0)",
          form.id(),
          form.checkpointSha256().orElseThrow(),
          form.preprocessing(),
          form.modality().name(),
          form.dimension(),
          form.needs(),
          form.settings());
      for (String clip : clips) {
        Embedding embedding = embedding(form.id(), clip, 1);
        byte[] vectors = Vectors.bytes(embedding);
        insert(connection, "INSERT INTO clip VALUES (?, ?, ?)", clip, clip + ".mov", sha(clip));
        insert(
            connection,
            """
            INSERT INTO encoding VALUES (NULL, 1, ?, ?, ?, '2026-01-01T00:00:00Z', '0.1.0',
              'cpu, float32', NULL, '[]', 1, ?, ?, ?)
            """,
            sha(clip),
            clip,
            clip + ".mov",
            embedding.dimension(),
            Vectors.crc32(vectors),
            vectors);
      }
      connection.commit();
    }
  }

  private static void insert(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        insert.setObject(i + 1, values[i]);
      }
      insert.executeUpdate();
    }
  }
}
