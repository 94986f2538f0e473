package io.github.blemore.head;

import io.github.blemore.fusion.internal.FittedFile;
import io.github.blemore.fusion.internal.ValidationDocument;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import java.io.IOException;
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
  private static final String ENCODER = "encoder";
  private static final String MEAN = "scaler.mean";
  private static final String SCALE = "scaler.scale";
  private static final FittedFile<Document> FILES =
      new FittedFile<>("head", FORMAT, VERSION, Document.class);

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
      @Nullable ValidationDocument validation,
      Map<String, String> notes)
      implements FittedFile.Document {

    Document {
      Objects.requireNonNull(encoder, "encoder is null");
      Objects.requireNonNull(classes, "classes is null");
      Objects.requireNonNull(weightsSha256, "weightsSha256 is null");
      Objects.requireNonNull(libraryVersion, "libraryVersion is null");
      Objects.requireNonNull(training, "training is null");
      Objects.requireNonNull(device, "device is null");
      Objects.requireNonNull(notes, "notes is null");
    }

    static Document of(SoftmaxHead head, String weightsSha256) {
      HeadProvenance provenance = head.provenance();
      return new Document(
          FORMAT,
          VERSION,
          head.encoderId(),
          provenance.encoderCheckpoint().orElse(null),
          head.dimension(),
          FittedFile.CLASSES,
          weightsSha256,
          provenance.libraryVersion(),
          provenance.settings(),
          provenance.device(),
          provenance.epoch(),
          provenance.validation().map(ValidationDocument::of).orElse(null),
          provenance.notes());
    }

    HeadProvenance provenance() {
      return new HeadProvenance(
          libraryVersion,
          Optional.ofNullable(encoderCheckpointSha256),
          training,
          device,
          epoch,
          Optional.ofNullable(validation).map(ValidationDocument::thresholds),
          notes);
    }
  }

  private HeadFile() {}

  static void save(SoftmaxHead head, Path file) throws IOException {
    SafeTensorsWriter numbers =
        new SafeTensorsWriter()
            .metadata("format", "pt")
            .metadata(ENCODER, head.encoderId())
            .metadata("classes", String.join(" ", FittedFile.CLASSES))
            .add(MEAN, head.standardizer().mean(), head.dimension())
            .add(SCALE, head.standardizer().scale(), head.dimension());
    head.weights().addTo(numbers);
    FILES.save(file, numbers, sha256 -> Document.of(head, sha256));
  }

  static SoftmaxHead load(Path file) {
    return FILES.load(file, HeadFile::head);
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
    Standardizer standardizer =
        Standardizer.of(
            FittedFile.doubles(numbers, MEAN, document.dimension()),
            FittedFile.doubles(numbers, SCALE, document.dimension()));
    return new SoftmaxHead(document.encoder(), standardizer, weights, document.provenance());
  }
}
