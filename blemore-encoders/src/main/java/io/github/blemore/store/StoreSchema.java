package io.github.blemore.store;

import static io.github.blemore.store.Database.number;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The tables of a store, and how its file is known: by SQLite's {@code application_id}, and by
 * {@code user_version} for the form of the tables.
 */
final class StoreSchema {

  /** {@code blem} in ASCII. */
  static final int APPLICATION = 0x626c656d;

  /** The form of the tables that this version of the library writes. */
  static final int VERSION = 2;

  private static final Duration BUSY = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE encoder_form (
            id INTEGER PRIMARY KEY,
            encoder TEXT NOT NULL,
            checkpoint TEXT NOT NULL, -- '' if there is none
            preprocessing TEXT NOT NULL,
            modality TEXT NOT NULL,
            dimension INTEGER NOT NULL,
            needs TEXT NOT NULL,
            settings TEXT NOT NULL,
            made_up INTEGER NOT NULL,
            spec TEXT, -- how the encoder is opened again; null if that is not known
            license_name TEXT, -- null if there is none or it is not known
            license_source TEXT,
            license_commercial INTEGER,
            UNIQUE (encoder, checkpoint, preprocessing)
          ) STRICT
          """,
          """
          CREATE TABLE clip (
            id TEXT PRIMARY KEY,
            path TEXT NOT NULL,
            sha256 TEXT NOT NULL -- of the bytes this id means now
          ) STRICT
          """,
          """
          CREATE TABLE encoding (
            id INTEGER PRIMARY KEY,
            form INTEGER NOT NULL REFERENCES encoder_form,
            clip_sha256 TEXT NOT NULL, -- or 'name:' and the clip's id
            clip TEXT NOT NULL, -- as it was called when this was made
            path TEXT NOT NULL,
            made_at TEXT NOT NULL, -- ISO 8601, UTC
            version TEXT NOT NULL, -- of the library
            computes_on TEXT NOT NULL,
            missing TEXT, -- the reason, if there is no embedding
            notes TEXT NOT NULL, -- JSON array of texts
            windows INTEGER NOT NULL,
            dimension INTEGER NOT NULL,
            crc32 INTEGER NOT NULL, -- of vectors
            vectors BLOB NOT NULL, -- float32, little-endian, [windows, dimension]
            UNIQUE (form, clip_sha256)
          ) STRICT
          """,
          """
          CREATE TABLE failure (
            form INTEGER NOT NULL REFERENCES encoder_form,
            clip TEXT NOT NULL,
            clip_sha256 TEXT, -- null if the bytes could not be read
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
            store TEXT NOT NULL, -- which opened store holds it
            pid INTEGER NOT NULL,
            started INTEGER NOT NULL, -- when its process did; 0 if not known
            PRIMARY KEY (form, clip_sha256)
          ) STRICT
          """);

  private static final int WITHOUT_ORIGINS = 1;

  /** What version 1 did not have. */
  private static final List<String> ORIGIN_COLUMNS =
      List.of(
          "spec TEXT", "license_name TEXT", "license_source TEXT", "license_commercial INTEGER");

  private StoreSchema() {}

  /**
   * Makes the tables if the file is empty, adds to them what they lack if an older version of this
   * library made them, and gets the file ready for use by several processes.
   *
   * @throws IOException if it is the file of another program or of a newer version of this one
   */
  static void prepare(Database database) throws IOException {
    Identity found = identity(database);
    if (!found.isEmpty()) {
      found.requireReadable(database.file());
    }
    useWriteAheadLog(database);
    if (found.isEmpty()) {
      database.write(StoreSchema::createTables);
      found = identity(database);
      found.requireReadable(database.file());
    }
    if (found.version() != VERSION) {
      database.change(StoreSchema::addOrigins);
    }
  }

  /**
   * The same for a file that must be a store already.
   *
   * @throws IOException also if it is empty
   */
  static void prepareExisting(Database database) throws IOException {
    if (identity(database).isEmpty()) {
      throw new IOException(
          "%s is empty: no embedding store was made in it".formatted(database.file()));
    }
    prepare(database);
  }

  /** Of one moment: another process may be making the tables. */
  private static Identity identity(Database database) throws IOException {
    return database.readFile(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            try {
              return new Identity(
                  number(connection, "PRAGMA application_id"),
                  number(connection, "PRAGMA user_version"),
                  number(connection, "SELECT count(*) FROM sqlite_master"));
            } finally {
              statement.execute("ROLLBACK");
            }
          }
        });
  }

  private static void useWriteAheadLog(Database database) throws IOException {
    database.readFile(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            String mode = journalMode(statement, System.nanoTime());
            if (!"wal".equals(mode)) {
              throw new SQLException(
                  "SQLite's write-ahead log cannot be used here (journal mode is %s): keep the store on a local disk"
                      .formatted(mode));
            }
            return statement.execute("PRAGMA synchronous=FULL");
          }
        });
  }

  /** For this statement SQLite does not wait by itself while another process makes the file. */
  private static String journalMode(Statement statement, long start) throws SQLException {
    while (true) {
      try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode=WAL")) {
        mode.next();
        return mode.getString(1);
      } catch (SQLException e) {
        if (!StoreFault.isBusy(e) || System.nanoTime() - start > BUSY.toNanos()) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
  }

  /** Another process may have made them in the meantime. */
  private static boolean createTables(Connection connection) throws SQLException {
    if (number(connection, "SELECT count(*) FROM sqlite_master") > 0) {
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
      statement.execute("PRAGMA application_id=" + APPLICATION);
      statement.execute("PRAGMA user_version=" + VERSION);
    }
    return true;
  }

  /** Another process may have added them in the meantime. */
  private static void addOrigins(Connection connection) throws SQLException {
    if (number(connection, "PRAGMA user_version") != WITHOUT_ORIGINS) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      for (String column : ORIGIN_COLUMNS) {
        statement.execute("ALTER TABLE encoder_form ADD COLUMN " + column);
      }
      statement.execute("PRAGMA user_version=" + VERSION);
    }
  }

  /** What a SQLite file says of itself. */
  private record Identity(long application, long version, long tables) {

    boolean isEmpty() {
      return application == 0 && version == 0 && tables == 0;
    }

    void requireReadable(Path file) throws IOException {
      if (application != APPLICATION) {
        throw new IOException(
            "%s is the SQLite file of another program (application_id %d): name an embedding store, or a file that is not there yet"
                .formatted(file, application));
      }
      if (version < WITHOUT_ORIGINS || version > VERSION) {
        throw new IOException(
            version > VERSION
                ? "embedding store %s was made by a newer version of this library (form %d, this one knows %d): use that version, or name another file"
                    .formatted(file, version, VERSION)
                : "embedding store %s has form %d, which no version of this library wrote: restore a copy"
                    .formatted(file, version));
      }
    }
  }
}
