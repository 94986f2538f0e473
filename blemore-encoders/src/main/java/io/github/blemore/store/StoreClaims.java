package io.github.blemore.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who is making which embedding. A claim names the process that holds it, by its number and when it
 * started: numbers are given out again. One whose process is gone counts as none.
 */
final class StoreClaims {

  /** The clock by which processes tell when they started may be set while they run. */
  private static final long START_TOLERANCE_MILLIS = 5_000;

  private final String store = UUID.randomUUID().toString();
  private boolean claimed;

  /** Claims what is neither there nor claimed by a living process, this one included. */
  boolean claim(Connection connection, long form, String clipSha256) throws SQLException {
    if (isHeld(connection, form, clipSha256)) {
      return false;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO claim (form, clip_sha256, store, pid, started)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      insert.setLong(1, form);
      insert.setString(2, clipSha256);
      insert.setString(3, store);
      insert.setLong(4, ProcessHandle.current().pid());
      insert.setLong(5, started(ProcessHandle.current()));
      insert.executeUpdate();
    }
    claimed = true;
    return true;
  }

  private static boolean isHeld(Connection connection, long form, String clipSha256)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT pid, started FROM claim WHERE form = ? AND clip_sha256 = ?")) {
      select.setLong(1, form);
      select.setString(2, clipSha256);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && isLiving(row.getLong("pid"), row.getLong("started"));
      }
    }
  }

  private static boolean isLiving(long pid, long started) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return false;
    }
    long now = started(process.get());
    return now == 0 || started == 0 || Math.abs(now - started) <= START_TOLERANCE_MILLIS;
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Ends a claim of this store; those of others stay. */
  void release(Connection connection, long form, String clipSha256) throws SQLException {
    if (!claimed) {
      return;
    }
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM claim WHERE form = ? AND clip_sha256 = ? AND store = ?")) {
      delete.setLong(1, form);
      delete.setString(2, clipSha256);
      delete.setString(3, store);
      delete.executeUpdate();
    }
  }

  /** Whether there may be something to {@link #releaseAll}. */
  boolean isUsed() {
    return claimed;
  }

  /** Ends all claims of this store. */
  void releaseAll(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM claim WHERE store = ?")) {
      delete.setString(1, store);
      delete.executeUpdate();
    }
  }
}
