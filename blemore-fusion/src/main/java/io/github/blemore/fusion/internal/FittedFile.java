package io.github.blemore.fusion.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.blemore.Emotion;
import io.github.blemore.ModelException;
import io.github.blemore.internal.AtomicFile;
import io.github.blemore.internal.Sha256;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something fitted on disk: its numbers as {@code NAME.safetensors}, and beside them {@code
 * NAME.json}, which says what they are and has their SHA-256.
 *
 * @param what it is called in messages, such as {@code head}
 * @param format what its documents say they are
 * @param version of the format
 * @param type of the documents
 */
public record FittedFile<D extends FittedFile.Document>(
    String what, String format, int version, Class<D> type) {

  /** The emotions' codes in class order, as documents say them. */
  public static final List<String> CLASSES =
      Emotion.classOrder().stream().map(Emotion::code).toList();

  private static final String NUMBERS = ".safetensors";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** What every document says; it has fields {@code format} and {@code version}, too. */
  public interface Document {

    /** The emotions' codes in the order of the numbers. */
    List<String> classes();

    /** SHA-256 of the file beside it. */
    String weightsSha256();
  }

  /**
   * Writes both files, replacing those of that name; if this fails before both are written, they
   * stay as they were.
   *
   * @param file {@code NAME.safetensors}, in a folder that exists
   * @param document makes the document, given the SHA-256 of the numbers
   * @throws IllegalArgumentException if the name does not end so
   * @throws IOException if it cannot be written
   */
  public void save(Path file, SafeTensorsWriter numbers, Function<String, D> document)
      throws IOException {
    Path text = beside(file);
    byte[] bytes = numbers.toBytes();
    byte[] json = JSON.writeValueAsBytes(document.apply(Sha256.of(bytes)));
    // The numbers move into place once the document is written, the document right after them.
    AtomicFile.write(
        text,
        out -> {
          out.write(json);
          out.flush();
          AtomicFile.write(file, written -> written.write(bytes));
        });
  }

  /**
   * Reads both files.
   *
   * @param file {@code NAME.safetensors}
   * @param make makes the result of document and numbers; what does not fit it says by an {@link
   *     IllegalArgumentException}
   * @throws IllegalArgumentException if the name does not end so
   * @throws ModelException if one of them cannot be read, they do not belong together, or were
   *     changed; the message says what is wrong
   */
  public <T> T load(Path file, BiFunction<D, SafeTensors, T> make) {
    Path text = beside(file);
    try {
      D document = document(Files.readAllBytes(text));
      byte[] bytes = Files.readAllBytes(file);
      String found = Sha256.of(bytes);
      if (!found.equals(document.weightsSha256())) {
        throw new IllegalArgumentException(
            "%s has SHA-256 %s, but %s is about one with %s: they do not belong together, or one was changed"
                .formatted(
                    file.getFileName(), found, text.getFileName(), document.weightsSha256()));
      }
      return make.apply(document, SafeTensors.parse(bytes, file.toString()));
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("%s %s cannot be loaded: %s".formatted(what, file, reason(e)), e);
    }
  }

  private static @Nullable String reason(Exception e) {
    if (e instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
  }

  private D document(byte[] json) throws IOException {
    JsonNode root = JSON.readTree(json);
    String found = root.path("format").asText();
    int foundVersion = root.path("version").asInt();
    if (!found.equals(format) || foundVersion != version) {
      throw new IllegalArgumentException(
          "it is of format \"%s\", version %d: this library reads \"%s\", version %d"
              .formatted(found, foundVersion, format, version));
    }
    D document = JSON.treeToValue(root, type);
    if (!document.classes().equals(CLASSES)) {
      throw new IllegalArgumentException(
          "its classes are %s: must be %s".formatted(document.classes(), CLASSES));
    }
    return document;
  }

  private Path beside(Path file) {
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(NUMBERS)) {
      throw new IllegalArgumentException(
          "the file of a %s is called NAME%s: not %s".formatted(what, NUMBERS, name));
    }
    return file.resolveSibling(name.substring(0, name.length() - NUMBERS.length()) + ".json");
  }

  /**
   * One of the tensors, float32, of the shape its place demands.
   *
   * @throws ModelException if there is none of that name, or it has another shape or holds NaN or
   *     infinity
   */
  public static float[] floats(SafeTensors numbers, String name, long... shape) {
    float[] values = tensor(numbers, name, shape).toFloats();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ModelException(
            "%s: value %d of tensor %s is %s: must be finite"
                .formatted(numbers, i, name, values[i]));
      }
    }
    return values;
  }

  /**
   * One of the tensors as a vector, float64.
   *
   * @throws ModelException if there is none of that name, or it has another shape
   */
  public static double[] doubles(SafeTensors numbers, String name, int length) {
    return tensor(numbers, name, length).toDoubles();
  }

  private static Tensor tensor(SafeTensors numbers, String name, long... shape) {
    Tensor tensor = numbers.get(name);
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new ModelException(
          "%s: tensor %s must be %s".formatted(numbers, tensor, Arrays.toString(shape)));
    }
    return tensor;
  }
}
