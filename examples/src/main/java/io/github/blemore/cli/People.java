package io.github.blemore.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.blemore.Clip;
import io.github.blemore.ThresholdRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is seen in which clip, as a file says. */
final class People {

  private static final String CLIP = "clip";
  private static final String PERSON = "person";

  private final Path file;

  /** Name of a clip, as the file has it, to the person. */
  private final Map<String, String> personOf;

  private People(Path file, Map<String, String> personOf) {
    this.file = file;
    this.personOf = personOf;
  }

  /**
   * Reads a CSV file with columns {@code clip} and {@code person}.
   *
   * @throws IOException if it cannot be read, lacks a column, a cell is blank, or a clip has two
   *     people; the message names the file and the line
   */
  static People read(Path file) throws IOException {
    Map<String, String> personOf = new LinkedHashMap<>();
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : rows) {
        String clip = cell(file, row, CLIP);
        String person = cell(file, row, PERSON);
        String other = personOf.put(clip, person);
        if (other != null && !other.equals(person)) {
          throw new IOException(
              "%s, line %d: clip %s shows %s, a line before said %s"
                  .formatted(file, row.getStartingLineNumber(), clip, person, other));
        }
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (NoSuchFileException e) {
      throw new IOException("%s: there is no such file".formatted(file), e);
    }
    if (personOf.isEmpty()) {
      throw new IOException("%s: has no rows, or no columns clip and person".formatted(file));
    }
    return new People(file, personOf);
  }

  private static String cell(Path file, NamedCsvRecord row, String column) throws IOException {
    String cell = row.findField(column).orElse("").strip();
    if (cell.isEmpty()) {
      throw new IOException(
          "%s, line %d: column %s is empty or missing: columns must be clip and person"
              .formatted(file, row.getStartingLineNumber(), column));
    }
    return cell;
  }

  /**
   * The same clips with the people they show. A clip is called by its id, its file name, or that
   * without extension. Says how many have no person, and how many rows are of other clips.
   *
   * @throws IOException if the file has none of the clips
   */
  List<Clip> in(List<Clip> clips, PrintWriter err) throws IOException {
    List<Clip> named = new ArrayList<>();
    Set<String> used = new HashSet<>();
    int unknown = 0;
    for (Clip clip : clips) {
      Optional<String> name = names(clip).stream().filter(personOf::containsKey).findFirst();
      name.ifPresent(used::add);
      unknown += name.isPresent() ? 0 : 1;
      named.add(
          name.flatMap(key -> Optional.ofNullable(personOf.get(key)))
              .map(clip::withPerson)
              .orElse(clip));
    }
    if (used.isEmpty()) {
      throw new IOException(
          "%s has none of the %d clips, such as %s: its column clip must have their file names"
              .formatted(file, clips.size(), clips.isEmpty() ? "" : clips.get(0).id()));
    }
    if (unknown > 0) {
      err.println(
          "%d of %d clips are not in %s: decided by the common beta"
              .formatted(unknown, clips.size(), file));
    }
    if (used.size() < personOf.size()) {
      err.println(
          "%d of %d rows of %s are of other clips"
              .formatted(personOf.size() - used.size(), personOf.size(), file));
    }
    return named;
  }

  private static List<String> names(Clip clip) {
    String file = String.valueOf(clip.path().getFileName());
    int dot = file.lastIndexOf('.');
    return List.of(clip.id(), file, dot > 0 ? file.substring(0, dot) : file);
  }

  /** Says that a system could adapt beta to people, and does not. */
  static void tellCommonBeta(ThresholdRule common, String options, PrintWriter err) {
    err.println(
        String.format(
            Locale.ROOT,
            "the system adapts to each person; nobody is named (%s), so all clips are decided by the common thresholds, beta %.3f",
            options,
            common.beta()));
    err.flush();
  }
}
