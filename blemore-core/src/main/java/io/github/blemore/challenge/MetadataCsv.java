package io.github.blemore.challenge;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.reader.NamedCsvRecordHandler;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.internal.AtomicFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows to and from the columns of {@code train_metadata.csv}. */
final class MetadataCsv {

  /**
   * A row and the line it was read from.
   *
   * @param number of the line it begins in, from 1, which is the header
   */
  record Line(long number, MetadataRow row) {

    /** Where it stands, for messages. */
    String place() {
      return MetadataCsv.place(number, row.filename());
    }
  }

  private static final String FILENAME = "filename";
  private static final String VIDEO_ID = "video_id";
  private static final String MIX = "mix";
  private static final String EMOTION_1 = "emotion_1";
  private static final String EMOTION_2 = "emotion_2";
  private static final String SALIENCE_1 = "emotion_1_salience";
  private static final String SALIENCE_2 = "emotion_2_salience";
  private static final String VERSION = "version";
  private static final String INTENSITY = "intensity_level";
  private static final String SITUATION = "situation";
  private static final String FOLD = "fold";

  private static final List<String> COLUMNS =
      List.of(
          FILENAME,
          VIDEO_ID,
          MIX,
          EMOTION_1,
          EMOTION_2,
          SALIENCE_1,
          SALIENCE_2,
          VERSION,
          INTENSITY,
          SITUATION,
          FOLD);

  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final Pattern WHOLE_NUMBER = Pattern.compile("(-?[0-9]{1,9})(?:\\.0*)?");

  private MetadataCsv() {}

  /** The rows that are right; what is wrong with the others goes to {@code problems}. */
  static List<Line> read(Path file, Problems problems) throws IOException {
    List<Line> lines = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder()
            .build(NamedCsvRecordHandler.of(handler -> handler.returnHeader(true)), text(file))) {
      Iterator<NamedCsvRecord> records = reader.iterator();
      requireColumns(file, records.hasNext() ? records.next().getHeader() : List.of());
      while (records.hasNext()) {
        NamedCsvRecord cells = records.next();
        try {
          lines.add(new Line(cells.getStartingLineNumber(), row(cells)));
        } catch (IllegalArgumentException e) {
          problems.add(
              "%s: %s"
                  .formatted(
                      place(cells.getStartingLineNumber(), cells.getField(FILENAME)),
                      e.getMessage()));
        }
      }
    } catch (CsvParseException e) {
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    }
    return lines;
  }

  private static String text(Path file) throws IOException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new IOException("%s: there is no such file".formatted(file), e);
    } catch (CharacterCodingException e) {
      throw new IOException("%s: is no UTF-8 text".formatted(file), e);
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static void requireColumns(Path file, List<String> header) throws IOException {
    List<String> missing = new ArrayList<>(COLUMNS);
    missing.removeAll(header);
    if (!missing.isEmpty()) {
      throw new IOException(
          "%s: columns %s are missing; it has %s".formatted(file, missing, header));
    }
  }

  private static String place(long line, String filename) {
    return "line %d (%s)".formatted(line, filename);
  }

  private static MetadataRow row(NamedCsvRecord cells) {
    return new MetadataRow(
        cells.getField(FILENAME),
        cells.getField(VIDEO_ID),
        label(cells),
        requiredNumber(cells, VERSION),
        number(cells, INTENSITY),
        number(cells, SITUATION),
        requiredNumber(cells, FOLD));
  }

  private static Blend label(NamedCsvRecord cells) {
    Emotion first = emotion(cells, EMOTION_1);
    OptionalInt firstSalience = number(cells, SALIENCE_1);
    OptionalInt secondSalience = number(cells, SALIENCE_2);
    boolean blend = !isAbsent(cells.getField(EMOTION_2));
    int mix = requiredNumber(cells, MIX);
    if (mix != (blend ? 1 : 0)) {
      throw new IllegalArgumentException(
          "column %s is %d, but column %s is \"%s\": must be 1 with a second emotion, 0 without"
              .formatted(MIX, mix, EMOTION_2, cells.getField(EMOTION_2)));
    }
    if (!blend) {
      requireAlone(SALIENCE_1, firstSalience, 100);
      requireAlone(SALIENCE_2, secondSalience, 0);
      return Blend.single(first);
    }
    Emotion second = emotion(cells, EMOTION_2);
    int a = requiredNumber(cells, SALIENCE_1);
    int b = requiredNumber(cells, SALIENCE_2);
    if (a + b != 100) {
      throw new IllegalArgumentException(
          "columns %s %d and %s %d sum to %d: must sum to 100"
              .formatted(SALIENCE_1, a, SALIENCE_2, b, a + b));
    }
    return Blend.of(List.of(new Blend.Part(first, a), new Blend.Part(second, b)));
  }

  private static void requireAlone(String column, OptionalInt salience, int allowed) {
    if (salience.isPresent() && salience.getAsInt() != allowed) {
      throw new IllegalArgumentException(
          "column %s is %d for one emotion alone: must be empty or %d"
              .formatted(column, salience.getAsInt(), allowed));
    }
  }

  private static Emotion emotion(NamedCsvRecord cells, String column) {
    try {
      return Emotion.ofCode(cells.getField(column).strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("column %s: %s".formatted(column, e.getMessage()), e);
    }
  }

  private static int requiredNumber(NamedCsvRecord cells, String column) {
    return number(cells, column)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "column %s is empty: must be a whole number".formatted(column)));
  }

  private static OptionalInt number(NamedCsvRecord cells, String column) {
    String cell = cells.getField(column).strip();
    if (isAbsent(cell)) {
      return OptionalInt.empty();
    }
    Matcher matcher = WHOLE_NUMBER.matcher(cell);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "column %s is \"%s\": must be a whole number".formatted(column, cell));
    }
    return OptionalInt.of(Integer.parseInt(matcher.group(1)));
  }

  private static boolean isAbsent(String cell) {
    return cell.isBlank() || cell.strip().equalsIgnoreCase("nan");
  }

  static void write(Path file, List<MetadataRow> rows) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          CsvWriter csv =
              CsvWriter.builder()
                  .lineDelimiter(LineDelimiter.LF)
                  .build(out, StandardCharsets.UTF_8);
          csv.writeRecord(COLUMNS);
          rows.forEach(row -> csv.writeRecord(cells(row)));
          csv.flush();
        });
  }

  private static List<String> cells(MetadataRow row) {
    List<Blend.Part> parts = row.label().parts();
    boolean blend = row.label().isBlend();
    return List.of(
        row.filename(),
        row.videoId(),
        blend ? "1" : "0",
        parts.get(0).emotion().code(),
        blend ? parts.get(1).emotion().code() : "",
        blend ? Integer.toString(parts.get(0).salience()) : "",
        blend ? Integer.toString(parts.get(1).salience()) : "",
        Integer.toString(row.version()),
        cell(row.intensity()),
        cell(row.situation()),
        Integer.toString(row.fold()));
  }

  private static String cell(OptionalInt value) {
    return value.isPresent() ? Integer.toString(value.getAsInt()) : "";
  }
}
