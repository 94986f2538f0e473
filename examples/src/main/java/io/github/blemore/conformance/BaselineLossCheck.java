package io.github.blemore.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.Emotion;
import io.github.blemore.challenge.ClipName;
import io.github.blemore.head.SoftLabelKl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The loss of given probabilities against the baseline's: folder {@code blemore}. */
final class BaselineLossCheck implements Conformance.FixtureCheck {

  private static final double FLOAT32 = 1e-5;
  private static final double FLOAT64 = 1e-12;
  private static final int BATCH = 32 * Emotion.COUNT;

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    JsonNode expected = FixtureFiles.json(folder.resolve("kl_loss.json"));
    double[] probabilities = FixtureFiles.doubles(folder.resolve("probs.npy"));
    double[] labels = labels(FixtureFiles.json(folder.resolve("filenames.json")));
    float[] narrow = FixtureFiles.narrow(probabilities);
    float[] narrowLabels = FixtureFiles.narrow(labels);
    figure(
        "kl_batchmean_float64_all",
        FLOAT64,
        SoftLabelKl.ofProbabilities(probabilities, labels),
        expected,
        findings);
    figure(
        "kl_batchmean_float32_all",
        FLOAT32,
        SoftLabelKl.ofProbabilities(narrow, narrowLabels),
        expected,
        findings);
    double[] batches =
        IntStream.iterate(0, from -> from < narrow.length, from -> from + BATCH)
            .mapToDouble(
                from ->
                    SoftLabelKl.ofProbabilities(
                        Arrays.copyOfRange(narrow, from, Math.min(from + BATCH, narrow.length)),
                        Arrays.copyOfRange(
                            narrowLabels, from, Math.min(from + BATCH, narrow.length))))
            .toArray();
    findings.check(
        "loss",
        "kl_batch32_losses",
        FLOAT32,
        () ->
            Findings.maxAbsDiff(
                batches, FixtureFiles.doubles(folder.resolve("kl_batch32_losses.npy"))));
    figure(
        "mean_of_batch32_losses_float32",
        FLOAT32,
        DoubleStream.of(batches).average().orElseThrow(),
        expected,
        findings);
  }

  private static void figure(
      String name, double tolerance, double actual, JsonNode expected, Findings findings) {
    findings.check(
        "loss", name, tolerance, () -> Math.abs(actual - expected.required(name).asDouble()));
  }

  private static double[] labels(JsonNode names) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> ClipName.parse(names.required(i).asText()).label().softLabel().toArray())
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }
}
