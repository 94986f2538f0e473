package io.github.blemore.store;

import io.github.blemore.MediaException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;

/** One connection to a SQLite file, used by one thread at a time; the others wait. */
final class Database implements AutoCloseable {

  private static final int BUSY_MILLIS = 30_000;

  /** Work on the connection; closes the statements it opens. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** The same without a result. */
  @FunctionalInterface
  interface Change {
    void run(Connection connection) throws SQLException;
  }

  private final Path file;
  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  private Database(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens a file and changes nothing in it; one that is not there will be made by the first write.
   *
   * @throws IOException if SQLite cannot open it
   */
  static Database connect(Path file) throws IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    try {
      return new Database(
          file,
          config.createConnection("jdbc:sqlite:" + file.toAbsolutePath().toUri().toASCIIString()));
    } catch (SQLException e) {
      throw new IOException(StoreFault.of(file, e), e);
    }
  }

  Path file() {
    return file;
  }

  /**
   * Reads.
   *
   * @throws MediaException if the file cannot be read
   * @throws IllegalStateException if this is closed
   */
  <T> T read(Work<T> work) {
    try {
      return readFile(work);
    } catch (IOException e) {
      throw new MediaException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Reads what concerns the whole file.
   *
   * @throws IOException if it cannot be read
   */
  <T> T readFile(Work<T> work) throws IOException {
    lock.lock();
    try {
      requireOpen();
      return work.run(connection);
    } catch (SQLException e) {
      throw new IOException(StoreFault.of(file, e), e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes all of it, or nothing, to the disk.
   *
   * @throws IOException if it cannot be written; the file is as it was before
   * @throws IllegalStateException if this is closed
   */
  <T> T write(Work<T> work) throws IOException {
    lock.lock();
    try {
      requireOpen();
      execute("BEGIN IMMEDIATE");
      try {
        T result = work.run(connection);
        execute("COMMIT");
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(e);
        throw e;
      }
    } catch (SQLException e) {
      throw new IOException(StoreFault.of(file, e), e);
    } finally {
      lock.unlock();
    }
  }

  /** {@link #write} without a result. */
  void change(Change change) throws IOException {
    write(
        connection -> {
          change.run(connection);
          return true;
        });
  }

  /** {@link #change}, or nothing if this is closed. */
  void changeIfOpen(Change change) throws IOException {
    lock.lock();
    try {
      if (!closed) {
        change(change);
      }
    } finally {
      lock.unlock();
    }
  }

  /** After some errors SQLite has rolled back itself, and says so when asked again. */
  private void rollBack(Throwable failure) {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("embedding store " + file + " is closed");
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        connection.close();
      }
    } catch (SQLException e) {
      throw new IOException(StoreFault.of(file, e), e);
    } finally {
      lock.unlock();
    }
  }
}
