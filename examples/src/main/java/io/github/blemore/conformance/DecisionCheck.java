package io.github.blemore.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;

/** The decision rule against the matrices of the challenge's baseline: folder {@code blemore}. */
final class DecisionCheck implements Conformance.FixtureCheck {

  private static final double EXACT = 0;

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    double[] probabilities = NpyArray.read(folder.resolve("probs.npy")).toDoubles();
    JsonNode index = FixtureFiles.json(folder.resolve("predictions_index.json"));
    for (JsonNode pair : index) {
      ThresholdRule rule =
          DecisionRule.of(pair.required("alpha").asDouble(), pair.required("beta").asDouble());
      String matrix = "pred_matrix_" + pair.required("index").asInt();
      findings.check(
          "predictions",
          matrix,
          EXACT,
          () ->
              Findings.maxAbsDiff(
                  decide(probabilities, p -> rule.decide(EmotionDistribution.of(p))),
                  NpyArray.read(folder.resolve(matrix + ".npy")).toFloats()));
    }
    edgeCases(folder.resolve("edge_cases"), findings);
  }

  private static void edgeCases(Path folder, Findings findings) throws IOException {
    double[] probabilities = NpyArray.read(folder.resolve("probs.npy")).toDoubles();
    double[] pairs = NpyArray.read(folder.resolve("threshold_pairs.npy")).toDoubles();
    float[] float64 = NpyArray.read(folder.resolve("pred_matrix.npy")).toFloats();
    float[] float32 = NpyArray.read(folder.resolve("pred_matrix_float32_probs.npy")).toFloats();
    int size = probabilities.length;
    for (int i = 0; i < pairs.length / 2; i++) {
      ThresholdRule rule = DecisionRule.of(pairs[2 * i], pairs[2 * i + 1]);
      int from = i * size;
      findings.check(
          "edge_cases",
          "pred_matrix[%d]".formatted(i),
          EXACT,
          () ->
              Findings.maxAbsDiff(
                  decide(probabilities, p -> rule.decide(EmotionDistribution.of(p))),
                  Arrays.copyOfRange(float64, from, from + size)));
      findings.check(
          "edge_cases",
          "pred_matrix_float32_probs[%d]".formatted(i),
          EXACT,
          () ->
              Findings.maxAbsDiff(
                  decide(probabilities, p -> rule.decide(FixtureFiles.narrow(p))),
                  Arrays.copyOfRange(float32, from, from + size)));
    }
  }

  /** Saliences {@code [clips, 6]} in percent. */
  private static float[] decide(double[] probabilities, Function<double[], Blend> rule) {
    float[] saliences = new float[probabilities.length];
    for (int row = 0; row < probabilities.length; row += Emotion.COUNT) {
      Blend blend = rule.apply(Arrays.copyOfRange(probabilities, row, row + Emotion.COUNT));
      for (Blend.Part part : blend.parts()) {
        saliences[row + part.emotion().index()] = part.salience();
      }
    }
    return saliences;
  }
}
