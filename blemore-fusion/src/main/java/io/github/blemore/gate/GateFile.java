package io.github.blemore.gate;

import io.github.blemore.fusion.internal.FittedFile;
import io.github.blemore.fusion.internal.ValidationDocument;
import io.github.blemore.head.Standardizer;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A gated fusion on disk: its numbers as safetensors, and beside them a JSON document that says
 * what they are and has their SHA-256.
 */
final class GateFile {

  private static final String FORMAT = "blemore-gated-fusion";
  private static final int VERSION = 1;
  private static final String ENCODERS = "encoders";
  private static final String MEAN = "encoder.%s.mean";
  private static final String SCALE = "encoder.%s.scale";
  private static final FittedFile<Document> FILES =
      new FittedFile<>("gated fusion", FORMAT, VERSION, Document.class);

  /** One encoder of the document; its checkpoint is null if unknown. */
  record EncoderDocument(String id, int dimension, @Nullable String checkpointSha256) {

    EncoderDocument {
      Objects.requireNonNull(id, "id of an encoder is null");
      if (dimension < 1) {
        throw new IllegalArgumentException(
            "dimension of encoder %s is %d: must be at least 1".formatted(id, dimension));
      }
    }
  }

  /** The JSON document; what is unknown is null there. */
  record Document(
      String format,
      int version,
      List<EncoderDocument> encoders,
      List<String> classes,
      String weightsSha256,
      String libraryVersion,
      GateSettings training,
      String device,
      int epoch,
      @Nullable ValidationDocument validation,
      Map<String, String> notes)
      implements FittedFile.Document {

    Document {
      Objects.requireNonNull(encoders, "encoders is null");
      Objects.requireNonNull(classes, "classes is null");
      Objects.requireNonNull(weightsSha256, "weightsSha256 is null");
      Objects.requireNonNull(libraryVersion, "libraryVersion is null");
      Objects.requireNonNull(training, "training is null");
      Objects.requireNonNull(device, "device is null");
      Objects.requireNonNull(notes, "notes is null");
    }

    static Document of(GatedFusion fusion, String weightsSha256) {
      GateProvenance provenance = fusion.provenance();
      GateShape shape = fusion.shape();
      List<EncoderDocument> encoders = new ArrayList<>();
      for (int e = 0; e < shape.encoders(); e++) {
        String id = shape.encoderIds().get(e);
        encoders.add(
            new EncoderDocument(
                id, shape.inputs().get(e), provenance.encoderCheckpoints().get(id)));
      }
      return new Document(
          FORMAT,
          VERSION,
          encoders,
          FittedFile.CLASSES,
          weightsSha256,
          provenance.libraryVersion(),
          provenance.settings(),
          provenance.device(),
          provenance.epoch(),
          provenance.validation().map(ValidationDocument::of).orElse(null),
          provenance.notes());
    }

    List<String> encoderIds() {
      return encoders.stream().map(EncoderDocument::id).toList();
    }

    GateShape shape() {
      Set<String> different = new HashSet<>(encoderIds());
      if (encoders.isEmpty() || different.size() < encoders.size()) {
        throw new IllegalArgumentException(
            "its encoders are %s: must be at least one, and all different".formatted(encoderIds()));
      }
      return new GateShape(
          encoderIds(),
          encoders.stream().map(EncoderDocument::dimension).toList(),
          training.dimension());
    }

    GateProvenance provenance() {
      Map<String, String> checkpoints = new LinkedHashMap<>();
      for (EncoderDocument encoder : encoders) {
        if (encoder.checkpointSha256() != null) {
          checkpoints.put(encoder.id(), encoder.checkpointSha256());
        }
      }
      return new GateProvenance(
          libraryVersion,
          checkpoints,
          training,
          device,
          epoch,
          Optional.ofNullable(validation).map(ValidationDocument::thresholds),
          notes);
    }
  }

  private GateFile() {}

  static void save(GatedFusion fusion, Path file) throws IOException {
    SafeTensorsWriter numbers =
        new SafeTensorsWriter()
            .metadata("format", "pt")
            .metadata(ENCODERS, String.join(" ", fusion.encoderIds()))
            .metadata("classes", String.join(" ", FittedFile.CLASSES));
    for (int e = 0; e < fusion.encoderIds().size(); e++) {
      String id = fusion.encoderIds().get(e);
      Standardizer standardizer = fusion.standardizers().get(e);
      numbers.add(MEAN.formatted(id), standardizer.mean(), standardizer.dimension());
      numbers.add(SCALE.formatted(id), standardizer.scale(), standardizer.dimension());
    }
    fusion.weights().addTo(numbers);
    FILES.save(file, numbers, sha256 -> Document.of(fusion, sha256));
  }

  static GatedFusion load(Path file) {
    return FILES.load(file, GateFile::fusion);
  }

  private static GatedFusion fusion(Document document, SafeTensors numbers) {
    GateShape shape = document.shape();
    String trained = numbers.metadata().get(ENCODERS);
    if (!String.join(" ", shape.encoderIds()).equals(trained)) {
      throw new IllegalArgumentException(
          "its weights are for encoders %s, its document says %s"
              .formatted(trained, String.join(" ", shape.encoderIds())));
    }
    List<Standardizer> standardizers = new ArrayList<>();
    for (int e = 0; e < shape.encoders(); e++) {
      standardizers.add(standardizer(numbers, shape.encoderIds().get(e), shape.inputs().get(e)));
    }
    return new GatedFusion(GateWeights.read(shape, numbers), standardizers, document.provenance());
  }

  private static Standardizer standardizer(SafeTensors numbers, String id, int dimension) {
    double[] mean = FittedFile.doubles(numbers, MEAN.formatted(id), dimension);
    double[] scale = FittedFile.doubles(numbers, SCALE.formatted(id), dimension);
    try {
      return Standardizer.of(mean, scale);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("encoder %s: %s".formatted(id, e.getMessage()), e);
    }
  }
}
