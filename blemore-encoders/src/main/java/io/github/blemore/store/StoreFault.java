package io.github.blemore.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What went wrong with a store's file, and what to do about it. */
final class StoreFault {

  private static final int PRIMARY = 0xff;

  private StoreFault() {}

  static String of(Path file, SQLException e) {
    return switch (code(e)) {
      case SQLITE_FULL ->
          "disk is full: embedding store %s cannot grow; what was finished is kept; free space and start again"
              .formatted(file);
      case SQLITE_CORRUPT ->
          "embedding store %s is damaged (%s): save what can be read with `blemore store export`, or restore a copy"
              .formatted(file, e.getMessage());
      case SQLITE_NOTADB ->
          "%s is no SQLite file: name an embedding store, or a file that is not there yet"
              .formatted(file);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "embedding store %s was in use by another program for half a minute: start again when that is done"
              .formatted(file);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN ->
          "embedding store %s cannot be written (%s): change the permissions of the file and its folder, or name another"
              .formatted(file, e.getMessage());
      default -> "embedding store %s: %s".formatted(file, e.getMessage());
    };
  }

  /** Whether the file's pages are not as SQLite wrote them. */
  static boolean isDamage(SQLException e) {
    SQLiteErrorCode code = code(e);
    return code == SQLiteErrorCode.SQLITE_CORRUPT || code == SQLiteErrorCode.SQLITE_NOTADB;
  }

  /** Whether another connection holds the file. */
  static boolean isBusy(SQLException e) {
    SQLiteErrorCode code = code(e);
    return code == SQLiteErrorCode.SQLITE_BUSY || code == SQLiteErrorCode.SQLITE_LOCKED;
  }

  /** The error without what SQLite adds in the higher bits of its code. */
  private static SQLiteErrorCode code(SQLException e) {
    return SQLiteErrorCode.getErrorCode(e.getErrorCode() & PRIMARY);
  }
}
