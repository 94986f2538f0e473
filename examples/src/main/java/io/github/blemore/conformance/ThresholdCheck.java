package io.github.blemore.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.ThresholdRule;
import io.github.blemore.challenge.ClipName;
import io.github.blemore.metrics.Scores;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ThresholdSearch;
import io.github.blemore.threshold.Thresholds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Both threshold searches against the grid search of the challenge's baseline: folder {@code
 * blemore}. The grid must be the same to the bit; the exact search must find nothing worse.
 */
final class ThresholdCheck implements Conformance.FixtureCheck {

  private static final double EXACT = 0;
  private static final double EQUAL_WEIGHTS = 0.5;
  private static final String RESULT = "grid_search_result";

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    Map<String, Integer> rows = rowsByName(folder);
    List<Blend> truth = rows.keySet().stream().map(name -> ClipName.parse(name).label()).toList();
    double[] probs = NpyArray.read(folder.resolve("probs.npy")).toDoubles();
    double[] chosen =
        rows.values().stream()
            .flatMapToDouble(
                row -> Arrays.stream(probs, row * Emotion.COUNT, (row + 1) * Emotion.COUNT))
            .toArray();
    Probabilities float64 = Probabilities.of(chosen);
    findings.check(
        "grid",
        "grid_axis",
        EXACT,
        () ->
            Findings.maxAbsDiff(
                ThresholdSearch.grid().alphas(),
                NpyArray.read(folder.resolve("grid_axis.npy")).toDoubles()));
    findings.check(
        "grid",
        "grid",
        EXACT,
        () ->
            Findings.maxAbsDiff(
                surface(float64, truth), NpyArray.read(folder.resolve("grid.npy")).toDoubles()));
    result(RESULT, json(folder, RESULT), float64, truth, findings);
    String float32 = RESULT + "_float32";
    result(
        float32,
        json(folder, float32),
        Probabilities.of(FixtureFiles.narrow(chosen)),
        truth,
        findings);
    String otherWeights = RESULT + "_other_weights";
    for (JsonNode expected : json(folder, otherWeights)) {
      result(otherWeights, expected, float64, truth, findings);
    }
  }

  /** The original keeps predictions by name: of a name that comes twice, the last one counts. */
  private static Map<String, Integer> rowsByName(Path folder) throws IOException {
    Map<String, Integer> rows = new LinkedHashMap<>();
    int row = 0;
    for (JsonNode name : json(folder, "filenames")) {
      rows.put(name.asText(), row++);
    }
    return rows;
  }

  private static JsonNode json(Path folder, String name) throws IOException {
    return FixtureFiles.json(folder.resolve(name + ".json"));
  }

  /** {@code [points, 4]}: alpha, beta, presence, salience. */
  private static double[] surface(Probabilities probabilities, List<Blend> truth) {
    return ThresholdSearch.grid().surface(probabilities, truth).stream()
        .flatMapToDouble(
            point ->
                DoubleStream.of(
                    point.rule().alpha(),
                    point.rule().beta(),
                    point.scores().presence(),
                    point.scores().salience()))
        .toArray();
  }

  private static void result(
      String name,
      JsonNode expected,
      Probabilities probabilities,
      List<Blend> truth,
      Findings findings) {
    double weight = expected.path("presence_weight").asDouble(EQUAL_WEIGHTS);
    ThresholdSearch grid = ThresholdSearch.grid().withPresenceWeight(weight);
    ThresholdSearch exact = ThresholdSearch.exact().withPresenceWeight(weight);
    String tensor = "%s, presence weight %s".formatted(name, weight);
    findings.check(
        "grid",
        tensor,
        EXACT,
        () -> Findings.maxAbsDiff(numbers(grid.search(probabilities, truth)), numbers(expected)));
    findings.check(
        "exact not below grid",
        tensor,
        EXACT,
        () -> {
          ThresholdRule rule = exact.search(probabilities, truth).rule();
          Scores scores = Scores.of(truth, probabilities.decide(rule));
          double reached = weighted(weight, scores.presence(), scores.salience());
          double baseline =
              weighted(weight, number(expected, "acc_presence"), number(expected, "acc_salience"));
          return Math.max(0, baseline - reached);
        });
  }

  private static double weighted(double weight, double presence, double salience) {
    return weight * presence + (1 - weight) * salience;
  }

  private static double[] numbers(Thresholds found) {
    return new double[] {
      found.rule().alpha(),
      found.rule().beta(),
      found.scores().presence(),
      found.scores().salience(),
      found.bestPresence(),
      found.bestSalience()
    };
  }

  private static double[] numbers(JsonNode expected) {
    return new double[] {
      number(expected, "alpha"),
      number(expected, "beta"),
      number(expected, "acc_presence"),
      number(expected, "acc_salience"),
      number(expected, "presence_only"),
      number(expected, "salience_only")
    };
  }

  private static double number(JsonNode expected, String field) {
    return expected.required(field).asDouble();
  }
}
