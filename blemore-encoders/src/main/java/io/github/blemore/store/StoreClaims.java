package io.github.blemore.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Who is making which embedding. A claim names the process that holds it, by its number and when it
 * started: numbers are given out again. One whose process is gone counts as none, and one of this
 * process if its store is closed or has given it back.
 */
final class StoreClaims {

  /** Ticks or milliseconds: rounding, and clocks that are set. */
  private static final long START_TOLERANCE = 5_000;

  /** Of the fields of {@code /proc/PID/stat} after the process's name, {@code starttime}. */
  private static final int START_AFTER_NAME = 19;

  /** What the open stores of this process hold, by the store's name. */
  private static final ConcurrentMap<String, Set<Claim>> HELD = new ConcurrentHashMap<>();

  private record Claim(long form, String clipSha256) {}

  private final String store = UUID.randomUUID().toString();
  private final Set<Claim> held = ConcurrentHashMap.newKeySet();
  private volatile boolean claimed;

  StoreClaims() {
    HELD.put(store, held);
  }

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
    held.add(new Claim(form, clipSha256));
    return true;
  }

  private static boolean isHeld(Connection connection, long form, String clipSha256)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT store, pid, started FROM claim WHERE form = ? AND clip_sha256 = ?")) {
      select.setLong(1, form);
      select.setString(2, clipSha256);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return false;
        }
        return row.getLong("pid") == ProcessHandle.current().pid()
            ? HELD.getOrDefault(row.getString("store"), Set.of())
                .contains(new Claim(form, clipSha256))
            : isLiving(row.getLong("pid"), row.getLong("started"));
      }
    }
  }

  private static boolean isLiving(long pid, long started) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return false;
    }
    long now = started(process.get());
    return now == 0 || started == 0 || Math.abs(now - started) <= START_TOLERANCE;
  }

  /**
   * When a process started: on Linux in ticks since the machine did, which no clock that is set
   * changes; elsewhere in milliseconds since 1970; 0 if it is not known.
   */
  private static long started(ProcessHandle process) {
    Path stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
    try {
      String line = Files.readString(stat);
      String[] afterName = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(afterName[START_AFTER_NAME]);
    } catch (IOException | RuntimeException e) {
      return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
  }

  /** Ends a claim of this store for this process, also if its row cannot be taken out. */
  void forget(long form, String clipSha256) {
    held.remove(new Claim(form, clipSha256));
  }

  /** Ends a claim of this store; those of others stay. */
  void release(Connection connection, long form, String clipSha256) throws SQLException {
    if (!claimed) {
      return;
    }
    forget(form, clipSha256);
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

  /** Ends all claims of this store for this process. */
  void close() {
    HELD.remove(store);
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
