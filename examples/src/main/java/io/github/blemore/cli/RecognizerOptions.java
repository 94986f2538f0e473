package io.github.blemore.cli;

import io.github.blemore.BlendRecognizer;
import io.github.blemore.DecisionRule;
import io.github.blemore.Encoder;
import io.github.blemore.ProbabilityHead;
import io.github.blemore.acoustic.AcousticEncoder;
import io.github.blemore.embedded.EmbeddedDefault;
import io.github.blemore.faceapi.FaceApiEncoder;
import io.github.blemore.faceapi.FaceApiHead;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.spec.EncoderSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which encoders, heads and thresholds: the options of a command that recognizes. */
final class RecognizerOptions {

  @Option(
      names = "--encoder",
      paramLabel = "SPEC",
      description = {
        "An encoder, name[:checkpoint[:option=value,...]], such as face-api or",
        "videomae:models/videomae:windows=2; may be given several times. All names and",
        "options are listed below. Default: face-api and acoustic."
      })
  private List<String> encoders = List.of();

  @Option(
      names = "--head",
      paramLabel = "ENCODER=FILE",
      description = {
        "The head, a .safetensors file that was saved with its .json, of the encoder of this id;",
        "may be given several times. An encoder without one does not vote; face-api has its own.",
        "Several votes are fused with equal weights."
      })
  private List<String> heads = List.of();

  @Option(
      names = "--alpha",
      paramLabel = "P",
      description = "Presence threshold, 0..1 (default: ${DEFAULT-VALUE}).")
  private double alpha = EmbeddedDefault.RULE.alpha();

  @Option(
      names = "--beta",
      paramLabel = "P",
      description = "Salience threshold, 0..1 (default: ${DEFAULT-VALUE}).")
  private double beta = EmbeddedDefault.RULE.beta();

  /** Whether nothing but the embedded default was asked for. */
  boolean isDefault() {
    return encoders.isEmpty()
        && heads.isEmpty()
        && DecisionRule.of(alpha, beta).equals(EmbeddedDefault.RULE);
  }

  /**
   * The recognizer that was asked for; the caller closes it.
   *
   * @throws ParameterException if an option is wrong, or they do not fit each other
   * @throws io.github.blemore.ModelException if a checkpoint or head cannot be loaded
   */
  BlendRecognizer recognizer(CommandSpec spec) {
    try {
      DecisionRule rule = DecisionRule.of(alpha, beta);
      List<EncoderSpec> specs = specs();
      Map<String, Path> files = headFiles();
      OpenedEncoders opened = OpenedEncoders.of(specs, spec.commandLine().getErr());
      try {
        return recognizer(opened.encoders(), files, rule);
      } catch (RuntimeException | Error e) {
        opened.close();
        throw e;
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<EncoderSpec> specs() {
    List<String> written =
        encoders.isEmpty() ? List.of(FaceApiEncoder.ID, AcousticEncoder.ID) : encoders;
    return written.stream().map(EncoderSpec::parse).toList();
  }

  private Map<String, Path> headFiles() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String head : heads) {
      int equals = head.indexOf('=');
      if (equals < 1 || equals == head.length() - 1) {
        throw new IllegalArgumentException(
            "--head \"%s\": must be ENCODER=FILE, such as videomae=heads/videomae.safetensors"
                .formatted(head));
      }
      String encoder = head.substring(0, equals);
      if (files.put(encoder, Path.of(head.substring(equals + 1))) != null) {
        throw new IllegalArgumentException("--head of %s is given twice".formatted(encoder));
      }
    }
    return files;
  }

  private static BlendRecognizer recognizer(
      List<Encoder> encoders, Map<String, Path> files, DecisionRule rule) {
    List<String> ids = encoders.stream().map(encoder -> encoder.info().id()).toList();
    for (String id : files.keySet()) {
      if (!ids.contains(id)) {
        throw new IllegalArgumentException(
            "--head is for %s: no encoder has that id, there are %s".formatted(id, ids));
      }
    }
    Map<String, ProbabilityHead> heads = new LinkedHashMap<>();
    if (ids.contains(FaceApiEncoder.ID)) {
      heads.put(FaceApiEncoder.ID, FaceApiHead.load());
    }
    files.forEach((id, file) -> heads.put(id, SoftmaxHead.load(file)));
    BlendRecognizer.Builder recognizer = BlendRecognizer.builder().decision(rule);
    for (Encoder encoder : encoders) {
      ProbabilityHead head = heads.get(encoder.info().id());
      if (head == null) {
        recognizer.add(encoder);
      } else {
        recognizer.add(encoder, head);
      }
    }
    if (heads.isEmpty()) {
      throw new IllegalArgumentException(
          "no encoder has a head, so none can vote: give one by --head ENCODER=FILE");
    }
    if (heads.size() > 1) {
      recognizer.fusion(WeightedFusion.equal(heads.keySet()));
    }
    return recognizer.build();
  }
}
