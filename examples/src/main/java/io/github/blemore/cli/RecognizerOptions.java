package io.github.blemore.cli;

import io.github.blemore.BlendRecognizer;
import io.github.blemore.DecisionRule;
import io.github.blemore.Encoder;
import io.github.blemore.ProbabilityHead;
import io.github.blemore.Provenance;
import io.github.blemore.ThresholdRule;
import io.github.blemore.acoustic.AcousticEncoder;
import io.github.blemore.embedded.EmbeddedDefault;
import io.github.blemore.faceapi.FaceApiEncoder;
import io.github.blemore.faceapi.FaceApiHead;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.spec.EncoderSpec;
import io.github.blemore.system.BlendSystem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
        "options are listed below. Default: face-api and acoustic. With --system, where the",
        "system's encoder of this id is now, if it was moved since the system was fitted."
      })
  private List<String> encoders = List.of();

  @Option(
      names = "--system",
      paramLabel = "DIR",
      description = {
        "A system that fit saved: its encoders, opened as they were then, heads, fusion and",
        "thresholds. --head, --alpha and --beta do not go with it."
      })
  private @Nullable Path system;

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

  /**
   * What was asked for; the caller closes it.
   *
   * @param people the option that names people, which only a system that adapts to them takes;
   *     empty if none was given
   * @throws ParameterException if an option is wrong, or they do not fit each other
   * @throws io.github.blemore.ModelException if a system, checkpoint or head cannot be loaded, or
   *     an encoder is not the one a system was fitted with
   */
  Predictor predictor(Optional<String> people, CommandSpec spec) {
    try {
      if (system != null) {
        return ofSystem(system, people, spec);
      }
      people.ifPresent(
          option -> {
            throw new IllegalArgumentException(
                option + " is for a system that adapts to people: name one by --system DIR");
          });
      ThresholdRule rule = DecisionRule.of(alpha, beta);
      boolean usual = encoders.isEmpty() && heads.isEmpty() && rule.equals(EmbeddedDefault.RULE);
      BlendRecognizer recognizer = recognizer(rule, spec);
      return new Predictor(
          recognizer,
          rule,
          Optional.empty(),
          usual ? EmbeddedDefault.DESCRIPTION : described(recognizer));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static String described(BlendRecognizer recognizer) {
    Provenance provenance = recognizer.provenance();
    return "Encoders %s; fusion: %s; decision: %s"
        .formatted(provenance.encoders(), provenance.fusion(), provenance.decision());
  }

  private Predictor ofSystem(Path folder, Optional<String> people, CommandSpec spec) {
    for (String option : List.of("--head", "--alpha", "--beta")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new IllegalArgumentException(
            "%s does not go with --system: heads and thresholds are the system's"
                .formatted(option));
      }
    }
    List<EncoderSpec> moved = encoders.stream().map(EncoderSpec::parse).toList();
    BlendSystem fitted = BlendSystem.load(folder);
    SystemEncoders.requirePersonal(fitted, people);
    SystemEncoders opened = SystemEncoders.of(fitted, moved, spec.commandLine().getErr());
    try {
      BlendRecognizer recognizer = fitted.recognizer(opened::of).build();
      return new Predictor(
          recognizer,
          fitted.fitted().rule(),
          fitted.fitted().personal(),
          "%s; %s".formatted(fitted, described(recognizer)));
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private BlendRecognizer recognizer(DecisionRule rule, CommandSpec spec) {
    List<EncoderSpec> specs = specs();
    Map<String, Path> files = headFiles();
    OpenedEncoders opened = OpenedEncoders.of(specs, spec.commandLine().getErr());
    try {
      return recognizer(opened.encoders(), files, rule);
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
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
