package io.github.blemore.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs every fixture folder for which there is a check. */
public final class Conformance {

  /** What checks one kind of fixture folder, or a part of it. */
  interface FixtureCheck {
    void run(Path folder, Findings findings) throws IOException;
  }

  private static final Map<String, List<FixtureCheck>> CHECKS =
      Map.ofEntries(
          Map.entry("aggregate", List.of(new AggregateCheck())),
          Map.entry("audio_preprocess", List.of(new AudioPreprocessCheck())),
          Map.entry(
              "blemore",
              List.of(
                  new DecisionCheck(),
                  new ProtocolCheck(),
                  new ThresholdCheck(),
                  new BaselineLossCheck())),
          Map.entry("finetune", List.of(new FinetuneCheck())),
          Map.entry("pooling", List.of(new PoolingCheck())),
          Map.entry("preprocess", List.of(new PreprocessCheck())),
          Map.entry("safetensors_variants", List.of(new SafeTensorsCheck())),
          Map.entry("trainer", List.of(new TrainerCheck())));

  private Conformance() {}

  /**
   * Runs all folders in a folder.
   *
   * @param folder holds folders named as in the fixtures' README
   * @return a check for each case and tensor; folders no check is for are listed as skipped
   * @throws IOException if it cannot be read, or holds no folder any check is for
   */
  public static ConformanceReport run(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is not a folder: must hold the fixture folders");
    }
    List<Path> fixtures;
    try (Stream<Path> entries = Files.list(folder)) {
      fixtures = entries.filter(Files::isDirectory).sorted().toList();
    }
    List<ConformanceReport.Check> checks = new ArrayList<>();
    List<ConformanceReport.Skipped> skipped = new ArrayList<>();
    for (Path fixture : fixtures) {
      String name = String.valueOf(fixture.getFileName());
      Findings findings = new Findings(name);
      List<FixtureCheck> known = CHECKS.getOrDefault(name, EncoderFolders.checks(fixture));
      if (known.isEmpty()) {
        findings.skip(name, "no check for this folder in this version");
      }
      known.forEach(check -> run(check, fixture, findings));
      checks.addAll(findings.checks());
      skipped.addAll(findings.skipped());
    }
    if (checks.isEmpty()) {
      throw new IOException(
          "%s holds none of the fixture folders %s"
              .formatted(folder, CHECKS.keySet().stream().sorted().toList()));
    }
    return new ConformanceReport(List.copyOf(checks), List.copyOf(skipped));
  }

  private static void run(FixtureCheck check, Path fixture, Findings findings) {
    int before = findings.checks().size() + findings.skipped().size();
    try {
      check.run(fixture, findings);
      if (findings.checks().size() + findings.skipped().size() == before) {
        throw new IOException("nothing to compare in " + fixture);
      }
    } catch (IOException | RuntimeException e) {
      findings.fail(check.getClass().getSimpleName(), "files", 0, e);
    }
  }
}
