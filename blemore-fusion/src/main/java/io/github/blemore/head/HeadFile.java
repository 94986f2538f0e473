package io.github.blemore.head;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.blemore.Emotion;
import io.github.blemore.ModelException;
import io.github.blemore.ThresholdRule;
import io.github.blemore.internal.AtomicFile;
import io.github.blemore.internal.Sha256;
import io.github.blemore.metrics.Scores;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.safetensors.Tensor;
import io.github.blemore.threshold.Thresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A head on disk: its numbers as safetensors, and beside them a JSON document that says what they
 * are and has their SHA-256.
 */
final class HeadFile {

  private static final String FORMAT = "blemore-softmax-head";
  private static final int VERSION = 1;
  private static final String NUMBERS = ".safetensors";
  private static final String ENCODER = "encoder";
  private static final String MEAN = "scaler.mean";
  private static final String SCALE = "scaler.scale";
  private static final List<String> CLASSES =
      Emotion.classOrder().stream().map(Emotion::code).toList();
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** The JSON document; what is unknown is null there. */
  record Document(
      String format,
      int version,
      String encoder,
      @Nullable String encoderCheckpointSha256,
      int dimension,
      List<String> classes,
      String weightsSha256,
      String libraryVersion,
      HeadSettings training,
      String device,
      int epoch,
      @Nullable Validation validation,
      Map<String, String> notes) {

    Document {
      Objects.requireNonNull(encoder, "encoder is null");
      Objects.requireNonNull(classes, "classes is null");
      Objects.requireNonNull(weightsSha256, "weightsSha256 is null");
      Objects.requireNonNull(libraryVersion, "libraryVersion is null");
      Objects.requireNonNull(training, "training is null");
      Objects.requireNonNull(device, "device is null");
      Objects.requireNonNull(notes, "notes is null");
    }

    /** The thresholds that were best on the validation clips, and their scores. */
    record Validation(
        double alpha,
        double beta,
        double presence,
        double salience,
        double score,
        double bestPresence,
        double bestSalience) {

      static Validation of(Thresholds found) {
        return new Validation(
            found.rule().alpha(),
            found.rule().beta(),
            found.scores().presence(),
            found.scores().salience(),
            found.scores().score(),
            found.bestPresence(),
            found.bestSalience());
      }

      Thresholds thresholds() {
        return new Thresholds(
            new ThresholdRule(alpha, beta),
            new Scores(presence, salience),
            bestPresence,
            bestSalience);
      }
    }

    static Document of(SoftmaxHead head, String weightsSha256) {
      HeadProvenance provenance = head.provenance();
      return new Document(
          FORMAT,
          VERSION,
          head.encoderId(),
          provenance.encoderCheckpoint().orElse(null),
          head.dimension(),
          CLASSES,
          weightsSha256,
          provenance.libraryVersion(),
          provenance.settings(),
          provenance.device(),
          provenance.epoch(),
          provenance.validation().map(Validation::of).orElse(null),
          provenance.notes());
    }

    HeadProvenance provenance() {
      return new HeadProvenance(
          libraryVersion,
          Optional.ofNullable(encoderCheckpointSha256),
          training,
          device,
          epoch,
          Optional.ofNullable(validation).map(Validation::thresholds),
          notes);
    }
  }

  private HeadFile() {}

  static void save(SoftmaxHead head, Path file) throws IOException {
    Path text = beside(file);
    SafeTensorsWriter writer =
        new SafeTensorsWriter()
            .metadata("format", "pt")
            .metadata(ENCODER, head.encoderId())
            .metadata("classes", String.join(" ", CLASSES))
            .add(MEAN, head.standardizer().mean(), head.dimension())
            .add(SCALE, head.standardizer().scale(), head.dimension());
    head.weights().addTo(writer);
    byte[] bytes = writer.toBytes();
    byte[] json = JSON.writeValueAsBytes(Document.of(head, Sha256.of(bytes)));
    // The numbers move into place once the document is written, the document right after them.
    AtomicFile.write(
        text,
        out -> {
          out.write(json);
          out.flush();
          AtomicFile.write(file, numbers -> numbers.write(bytes));
        });
  }

  static SoftmaxHead load(Path file) {
    Path text = beside(file);
    try {
      Document document = document(Files.readAllBytes(text));
      byte[] bytes = Files.readAllBytes(file);
      String found = Sha256.of(bytes);
      if (!found.equals(document.weightsSha256())) {
        throw new IllegalArgumentException(
            "%s has SHA-256 %s, but %s is about one with %s: they do not belong together, or one was changed"
                .formatted(
                    file.getFileName(), found, text.getFileName(), document.weightsSha256()));
      }
      return head(document, SafeTensors.parse(bytes, file.toString()));
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("head %s cannot be loaded: %s".formatted(file, reason(e)), e);
    }
  }

  private static @Nullable String reason(Exception e) {
    if (e instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
  }

  private static Document document(byte[] json) throws IOException {
    JsonNode root = JSON.readTree(json);
    String format = root.path("format").asText();
    int version = root.path("version").asInt();
    if (!format.equals(FORMAT) || version != VERSION) {
      throw new IllegalArgumentException(
          "it is of format \"%s\", version %d: this library reads \"%s\", version %d"
              .formatted(format, version, FORMAT, VERSION));
    }
    Document document = JSON.treeToValue(root, Document.class);
    if (!document.classes().equals(CLASSES)) {
      throw new IllegalArgumentException(
          "its classes are %s: must be %s".formatted(document.classes(), CLASSES));
    }
    return document;
  }

  private static SoftmaxHead head(Document document, SafeTensors numbers) {
    if (!document.encoder().equals(numbers.metadata().get(ENCODER))) {
      throw new IllegalArgumentException(
          "its weights are for encoder %s, its document says %s"
              .formatted(numbers.metadata().get(ENCODER), document.encoder()));
    }
    HeadWeights weights = HeadWeights.read(numbers);
    HeadShape expected = new HeadShape(document.dimension(), document.training().hidden());
    if (!weights.shape().equals(expected)) {
      throw new IllegalArgumentException(
          "its weights are %s, its document says %s of %d features"
              .formatted(weights, expected, document.dimension()));
    }
    double[] mean = scaler(numbers.get(MEAN), document.dimension());
    double[] scale = scaler(numbers.get(SCALE), document.dimension());
    for (int i = 0; i < scale.length; i++) {
      if (!(scale[i] > 0)) {
        throw new IllegalArgumentException(
            "value %d of %s is %s: must be above 0".formatted(i, SCALE, scale[i]));
      }
    }
    return new SoftmaxHead(
        document.encoder(), new Standardizer(mean, scale), weights, document.provenance());
  }

  private static double[] scaler(Tensor tensor, int dimension) {
    double[] values = tensor.toDoubles();
    if (tensor.shape().length != 1 || values.length != dimension) {
      throw new IllegalArgumentException("tensor %s must be [%d]".formatted(tensor, dimension));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "value %d of tensor %s is %s: must be finite".formatted(i, tensor.name(), values[i]));
      }
    }
    return values;
  }

  private static Path beside(Path file) {
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(NUMBERS)) {
      throw new IllegalArgumentException(
          "a head's file is called NAME%s: not %s".formatted(NUMBERS, name));
    }
    return file.resolveSibling(name.substring(0, name.length() - NUMBERS.length()) + ".json");
  }
}
