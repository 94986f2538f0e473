package io.github.blemore.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.blemore.ModelException;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FittedFusion;
import io.github.blemore.gate.GatedFusion;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.internal.AtomicFile;
import io.github.blemore.internal.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A system on disk. Its parts have names of their own at each saving; {@code system.json}, which
 * names them with their SHA-256, moves into place when all are there. Then the parts of the system
 * before it are removed.
 */
final class SystemFolder {

  static final String FILE = "system.json";

  private static final int NAME_DIGITS = 8;
  private static final Pattern OURS =
      Pattern.compile(
          "(head|gate|evaluations)-.*\\.(safetensors|json)|[0-9a-z-]+\\.part|system\\.json");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private SystemFolder() {}

  /** Checks that a system could be saved there, without changing one that is there. */
  static void requireUsable(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "try", ".part"));
    } catch (IOException e) {
      throw new IOException(
          "system folder %s cannot be made or written to (%s): name another".formatted(folder, e),
          e);
    }
    List<String> others = names(folder, name -> !OURS.matcher(name).matches());
    if (!others.isEmpty()) {
      throw new IOException(
          "folder %s holds other files than a system, such as %s: name a new or empty folder"
              .formatted(folder, others.get(0)));
    }
  }

  private interface NameTest {
    boolean test(String name);
  }

  private static List<String> names(Path folder, NameTest wanted) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(wanted::test)
          .sorted()
          .toList();
    }
  }

  static void save(BlendSystem system, Path folder) throws IOException {
    requireUsable(folder);
    String saving = UUID.randomUUID().toString().substring(0, NAME_DIGITS);
    Set<String> written = new HashSet<>(Set.of(FILE));
    List<SystemDocument.Member> members = new ArrayList<>();
    for (SystemMember member : system.members()) {
      String name = "head-%s-%s".formatted(member.id(), saving);
      member.head().save(folder.resolve(name + ".safetensors"));
      members.add(SystemDocument.Member.of(member, reference(folder, name, written)));
    }
    FittedFusion fitted = system.fitted();
    SystemDocument.@Nullable FileRef gate = null;
    if (fitted.fusion() instanceof GatedFusion gated) {
      String name = "gate-" + saving;
      gated.save(folder.resolve(name + ".safetensors"));
      gate = reference(folder, name, written);
    }
    SystemDocument.@Nullable FileRef evaluations = null;
    if (!system.evaluations().isEmpty()) {
      String name = "evaluations-%s.json".formatted(saving);
      byte[] bytes = JSON.writeValueAsBytes(EvaluationDocument.of(system.evaluations()));
      AtomicFile.write(folder.resolve(name), out -> out.write(bytes));
      written.add(name);
      evaluations = new SystemDocument.FileRef(name, Sha256.of(bytes));
    }
    byte[] document =
        JSON.writeValueAsBytes(
            SystemDocument.of(system, members, FusionDocument.of(fitted, gate), evaluations));
    AtomicFile.write(folder.resolve(FILE), out -> out.write(document));
    for (String old : names(folder, name -> !written.contains(name))) {
      Files.deleteIfExists(folder.resolve(old));
    }
  }

  /** To numbers that were saved with a document beside them. */
  private static SystemDocument.FileRef reference(Path folder, String name, Set<String> written)
      throws IOException {
    String numbers = name + ".safetensors";
    written.add(numbers);
    written.add(name + ".json");
    return new SystemDocument.FileRef(numbers, Sha256.of(folder.resolve(numbers)));
  }

  static BlendSystem load(Path folder) {
    try {
      SystemDocument document = document(folder);
      List<SystemMember> members = new ArrayList<>();
      for (SystemDocument.Member member : document.encoders()) {
        SoftmaxHead head = SoftmaxHead.load(checked(folder, member.head()));
        members.add(member.member(head));
      }
      FittedFusion fitted =
          document.fusion().fitted(gate -> GatedFusion.load(checked(folder, gate)));
      return new BlendSystem(
          members, fitted, document.origin(), evaluations(folder, document.evaluations()));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new ModelException("system %s cannot be loaded: %s".formatted(folder, reason(e)), e);
    }
  }

  private static @Nullable String reason(Exception e) {
    if (e instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    if (e instanceof JsonMappingException json && !json.getPath().isEmpty()) {
      return "%s: %s".formatted(place(json.getPath()), json.getOriginalMessage());
    }
    return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
  }

  /** Such as {@code encoders/0/head}. */
  private static String place(List<JsonMappingException.Reference> path) {
    return path.stream()
        .map(at -> at.getFieldName() == null ? String.valueOf(at.getIndex()) : at.getFieldName())
        .collect(Collectors.joining("/"));
  }

  private static SystemDocument document(Path folder) throws IOException {
    JsonNode root = JSON.readTree(Files.readAllBytes(folder.resolve(FILE)));
    String format = root.path("format").asText();
    int version = root.path("version").asInt();
    if (!format.equals(SystemDocument.FORMAT)) {
      throw new IllegalArgumentException(
          "%s is of format \"%s\": must be \"%s\"".formatted(FILE, format, SystemDocument.FORMAT));
    }
    if (version < 1) {
      throw new IllegalArgumentException(
          "%s has version %d: must be from 1".formatted(FILE, version));
    }
    if (version > SystemDocument.VERSION) {
      throw new IllegalArgumentException(
          "it was saved by a newer version of this library (form %d, this one knows %d): use that version"
              .formatted(version, SystemDocument.VERSION));
    }
    return JSON.treeToValue(root, SystemDocument.class);
  }

  /** A file of the system, if it is the one that was saved. */
  private static Path checked(Path folder, SystemDocument.FileRef reference) {
    if (!OURS.matcher(reference.file()).matches() || reference.file().contains("/")) {
      throw new IllegalArgumentException(
          "%s names file \"%s\", which is none of a system".formatted(FILE, reference.file()));
    }
    Path file = folder.resolve(reference.file());
    try {
      String found = Sha256.of(file);
      if (!found.equals(reference.sha256())) {
        throw new IllegalArgumentException(
            "%s has SHA-256 %s, %s says %s: it was changed, or is of another system"
                .formatted(reference.file(), found, FILE, reference.sha256()));
      }
      return file;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "%s is not there, which %s names".formatted(reference.file(), FILE), e);
    } catch (IOException e) {
      throw new ModelException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static List<ExperimentResult> evaluations(
      Path folder, SystemDocument.@Nullable FileRef reference) throws IOException {
    if (reference == null) {
      return List.of();
    }
    return JSON.readValue(Files.readAllBytes(checked(folder, reference)), EvaluationDocument.class)
        .results();
  }
}
