package io.github.blemore.challenge;

import io.github.blemore.Blend;
import io.github.blemore.internal.AtomicFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Predictions in the form the challenge takes on CodaBench: {@code {"predictions":
 * {"test_0001.mov": [{"emotion": "sad", "salience": 100.0}], ...}}} as the one file of a zip.
 *
 * <p>Clips are in the order of their names and a blend's emotions in class order, so that the same
 * predictions make the same bytes. Immutable, safe to share between threads.
 */
public final class Submission {

  /**
   * The name of the file in the zip. The public record does not say what it must be called; this is
   * our choice.
   */
  public static final String ENTRY = "predictions.json";

  private static final int TEST_CLIPS = 594;
  private static final int NAMES_SHOWN = 10;
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final SortedMap<String, Blend> predictions;

  private Submission(SortedMap<String, Blend> predictions) {
    this.predictions = predictions;
  }

  /**
   * These predictions.
   *
   * @param predictions by the clips' file names with extension and without folder, such as {@code
   *     test_0001.mov}
   * @throws IllegalArgumentException if there is none, or a name is empty or has a folder
   */
  public static Submission of(Map<String, Blend> predictions) {
    if (predictions.isEmpty()) {
      throw new IllegalArgumentException("submission of no prediction: must have at least one");
    }
    for (String clip : predictions.keySet()) {
      if (clip.isBlank() || clip.contains("/") || clip.contains("\\")) {
        throw new IllegalArgumentException(
            "clip \"%s\": must be a file name without a folder".formatted(clip));
      }
    }
    return new Submission(Collections.unmodifiableSortedMap(new TreeMap<>(predictions)));
  }

  /** The names of the challenge's test clips, {@code test_0001.mov} to {@code test_0594.mov}. */
  public static List<String> testClips() {
    return IntStream.rangeClosed(1, TEST_CLIPS)
        .mapToObj(clip -> String.format(Locale.ROOT, "test_%04d.mov", clip))
        .toList();
  }

  /**
   * Reads a zip or JSON file.
   *
   * @throws IOException if it cannot be read, the zip has not exactly one file, or that is not in
   *     the form of a submission; the message names the file
   */
  public static Submission read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      boolean zip = bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K';
      return of(SubmissionJson.parse(zip ? onlyEntry(bytes) : bytes));
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static byte[] onlyEntry(byte[] bytes) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      ZipEntry first = zip.getNextEntry();
      byte[] content = first == null ? new byte[0] : zip.readAllBytes();
      ZipEntry second = first == null ? null : zip.getNextEntry();
      if (first == null || second != null) {
        throw new IOException("zip has no or several files: must have one, of JSON");
      }
      return content;
    }
  }

  /** The predictions by clip, sorted by name; unmodifiable. */
  public SortedMap<String, Blend> predictions() {
    return predictions;
  }

  /**
   * Checks that there is a prediction for each of these clips and for no other.
   *
   * @param clips their names, such as {@link #testClips}
   * @return this
   * @throws IllegalArgumentException if one is missing or unexpected; the message names them
   */
  public Submission requireClips(Collection<String> clips) {
    requireSame("submission", predictions.keySet(), clips);
    return this;
  }

  /**
   * Checks, before anything is predicted, that clips are the challenge's {@link #testClips}.
   *
   * @param found their file names with extension and without folder
   * @throws IllegalArgumentException if one is missing or unexpected; the message names them
   */
  public static void requireTestClips(Collection<String> found) {
    requireSame("set of test clips", found, testClips());
  }

  private static void requireSame(String what, Collection<String> found, Collection<String> asked) {
    Set<String> missing = new TreeSet<>(asked);
    missing.removeAll(new HashSet<>(found));
    Set<String> unexpected = new TreeSet<>(found);
    asked.forEach(unexpected::remove);
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throw new IllegalArgumentException(
          "%s lacks %d clips %s and has %d clips not asked for %s"
              .formatted(what, missing.size(), some(missing), unexpected.size(), some(unexpected)));
    }
  }

  private static List<String> some(Set<String> names) {
    return Stream.concat(
            names.stream().limit(NAMES_SHOWN),
            names.size() > NAMES_SHOWN ? Stream.of("...") : Stream.empty())
        .toList();
  }

  /** The JSON document, on one line. */
  public String toJson() {
    return SubmissionJson.write(predictions);
  }

  /**
   * Writes the JSON document alone. A file that is there is replaced, and stays as it was if this
   * one cannot be written.
   *
   * @throws IOException if it cannot be written; the message names the file
   */
  public void writeJson(Path file) throws IOException {
    AtomicFile.write(file, out -> out.write(toJson().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes what is uploaded: a zip with the JSON document as {@value #ENTRY}. A file that is there
   * is replaced, and stays as it was if this one cannot be written.
   *
   * @throws IOException if it cannot be written; the message names the file
   */
  public void writeZip(Path file) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          ZipEntry entry = new ZipEntry(ENTRY);
          entry.setTimeLocal(ENTRY_TIME);
          zip.putNextEntry(entry);
          zip.write(toJson().getBytes(StandardCharsets.UTF_8));
          zip.finish();
        });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Submission that && predictions.equals(that.predictions);
  }

  @Override
  public int hashCode() {
    return predictions.hashCode();
  }

  /** Such as {@code submission of 594 clips}. */
  @Override
  public String toString() {
    return "submission of %d clips".formatted(predictions.size());
  }
}
