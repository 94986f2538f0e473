package io.github.blemore.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;

/** Overwrites pages in the middle of a store, as a bad disk would. */
final class DamagedPages {

  private static final int PAGE_BYTES = 4096;

  /** What SQLite begins a page of rows with. */
  private static final byte ROWS = 0x0d;

  private DamagedPages() {}

  /**
   * Fills pages that hold encodings with noise.
   *
   * @param pages how many, far from each other
   * @return how many there were
   */
  static int make(Path file, int pages) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] noise = new byte[PAGE_BYTES];
    new Random(1).nextBytes(noise);
    int damaged = 0;
    int seen = 0;
    for (int page = 1; page < bytes.length / PAGE_BYTES && damaged < pages; page++) {
      int start = page * PAGE_BYTES;
      String text = new String(bytes, start, PAGE_BYTES, StandardCharsets.ISO_8859_1);
      if (bytes[start] == ROWS && text.contains("cpu, float32") && ++seen % 5 == 0) {
        System.arraycopy(noise, 0, bytes, start, PAGE_BYTES);
        damaged++;
      }
    }
    Files.write(file, bytes);
    return damaged;
  }

  /** Fills the first page of an index with noise. */
  static void makeIndex(Path file, String index) throws IOException, SQLException {
    long page;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement select =
            connection.prepareStatement("SELECT rootpage FROM sqlite_master WHERE name = ?")) {
      select.setString(1, index);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        page = row.getLong(1);
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    byte[] noise = new byte[PAGE_BYTES];
    new Random(1).nextBytes(noise);
    System.arraycopy(noise, 0, bytes, (int) (page - 1) * PAGE_BYTES, PAGE_BYTES);
    Files.write(file, bytes);
  }
}
