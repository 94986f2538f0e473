package io.github.blemore.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import io.github.blemore.challenge.ClipName;
import io.github.blemore.metrics.Scores;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.threshold.Probabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Labels from file names, prediction dictionaries, accuracies and the mean of windows against the
 * challenge's baseline: folder {@code blemore}.
 *
 * <p>The baseline keeps predictions in a dictionary by file name: of a name that repeats, the last
 * prediction counts, in the place of the first.
 */
final class ProtocolCheck implements Conformance.FixtureCheck {

  private static final double EXACT = 1e-12;
  private static final double FLOAT32_PROBABILITY = 1e-6;
  private static final Pattern PAIR_DICTIONARY = Pattern.compile("pred_dict_pair([0-9]+)\\.json");

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    List<String> names = strings(folder.resolve("filenames.json"));
    labels(folder, names, findings);
    Probabilities probabilities =
        Probabilities.of(NpyArray.read(folder.resolve("probs.npy")).toDoubles());
    for (JsonNode pair : FixtureFiles.json(folder.resolve("predictions_index.json"))) {
      ThresholdRule rule =
          DecisionRule.of(pair.required("alpha").asDouble(), pair.required("beta").asDouble());
      Map<String, Blend> predictions = byName(names, probabilities.decide(rule));
      int index = pair.required("index").asInt();
      dictionary(
          "predictions",
          folder.resolve("pred_dict_%d.json".formatted(index)),
          predictions,
          findings);
      scores(index, pair, predictions, findings);
    }
    edgeCases(folder.resolve("edge_cases"), findings);
    windows(folder.resolve("subclip"), findings);
    findings.skip(
        "blemore/top2_masked",
        "keeping the two largest is part of the decision rule, whose predictions are compared");
  }

  private static void labels(Path folder, List<String> names, Findings findings) {
    findings.check(
        "labels",
        "label_order",
        EXACT,
        () ->
            differing(
                Emotion.classOrder().stream().map(Emotion::code).toList(),
                strings(folder.resolve("label_order.json"))));
    findings.check(
        "labels",
        "soft_labels",
        EXACT,
        () ->
            Findings.maxAbsDiff(
                names.stream()
                    .map(name -> ClipName.parse(name).label().softLabel().toArray())
                    .flatMapToDouble(Arrays::stream)
                    .toArray(),
                NpyArray.read(folder.resolve("soft_labels.npy")).toDoubles()));
  }

  private static void scores(
      int index, JsonNode expected, Map<String, Blend> predictions, Findings findings) {
    List<Blend> truth =
        predictions.keySet().stream().map(name -> ClipName.parse(name).label()).toList();
    Scores scores = Scores.of(truth, List.copyOf(predictions.values()));
    findings.check(
        "predictions",
        "acc_presence_" + index,
        EXACT,
        () -> Math.abs(scores.presence() - expected.required("acc_presence").asDouble()));
    findings.check(
        "predictions",
        "acc_salience_" + index,
        EXACT,
        () -> Math.abs(scores.salience() - expected.required("acc_salience").asDouble()));
  }

  private static void edgeCases(Path folder, Findings findings) throws IOException {
    List<String> names = strings(folder.resolve("filenames.json"));
    Probabilities probabilities =
        Probabilities.of(NpyArray.read(folder.resolve("probs.npy")).toDoubles());
    double[] pairs = NpyArray.read(folder.resolve("threshold_pairs.npy")).toDoubles();
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.sorted().toList();
    }
    for (Path file : files) {
      Matcher matcher = PAIR_DICTIONARY.matcher(String.valueOf(file.getFileName()));
      if (matcher.matches()) {
        int pair = Integer.parseInt(matcher.group(1));
        ThresholdRule rule = DecisionRule.of(pairs[2 * pair], pairs[2 * pair + 1]);
        dictionary("edge_cases", file, byName(names, probabilities.decide(rule)), findings);
      }
    }
  }

  private static Map<String, Blend> byName(List<String> names, List<Blend> blends) {
    Map<String, Blend> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      byName.put(names.get(i), blends.get(i));
    }
    return byName;
  }

  /** Not every pair of thresholds has its dictionary stored. */
  private static void dictionary(
      String caseName, Path file, Map<String, Blend> predictions, Findings findings) {
    if (Files.exists(file)) {
      findings.check(
          caseName,
          String.valueOf(file.getFileName()).replace(".json", ""),
          EXACT,
          () -> differing(lines(predictions), lines(FixtureFiles.json(file))));
    }
  }

  private static List<String> lines(Map<String, Blend> predictions) {
    List<String> lines = new ArrayList<>();
    predictions.forEach(
        (name, blend) -> {
          StringBuilder line = new StringBuilder(name);
          blend.parts().forEach(part -> append(line, part.emotion().code(), part.salience()));
          lines.add(line.toString());
        });
    return lines;
  }

  private static List<String> lines(JsonNode predictions) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, JsonNode> clip : predictions.properties()) {
      StringBuilder line = new StringBuilder(clip.getKey());
      for (JsonNode part : clip.getValue()) {
        append(line, part.required("emotion").asText(), part.required("salience").asDouble());
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static void append(StringBuilder line, String emotion, double salience) {
    line.append(' ').append(emotion).append(' ').append(salience);
  }

  /** How many entries differ. */
  private static double differing(List<String> actual, List<String> expected) {
    if (actual.size() != expected.size()) {
      throw new IllegalArgumentException(
          "%d entries where the reference has %d".formatted(actual.size(), expected.size()));
    }
    int differing = 0;
    for (int i = 0; i < actual.size(); i++) {
      differing += actual.get(i).equals(expected.get(i)) ? 0 : 1;
    }
    return differing;
  }

  private static void windows(Path folder, Findings findings) throws IOException {
    List<String> ids = strings(folder.resolve("ids.json"));
    double[] logits = NpyArray.read(folder.resolve("logits.npy")).toDoubles();
    Map<String, List<double[]>> windows = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      windows
          .computeIfAbsent(ids.get(i), id -> new ArrayList<>())
          .add(Arrays.copyOfRange(logits, i * Emotion.COUNT, (i + 1) * Emotion.COUNT));
    }
    findings.check(
        "subclip",
        "agg_ids",
        EXACT,
        () -> differing(List.copyOf(windows.keySet()), strings(folder.resolve("agg_ids.json"))));
    findings.check(
        "subclip",
        "agg_probs",
        FLOAT32_PROBABILITY,
        () ->
            Findings.maxAbsDiff(
                windows.values().stream()
                    .map(ProtocolCheck::softmaxOfMean)
                    .flatMapToDouble(Arrays::stream)
                    .toArray(),
                NpyArray.read(folder.resolve("agg_probs.npy")).toDoubles()));
  }

  private static double[] softmaxOfMean(List<double[]> windows) {
    double[] mean = new double[Emotion.COUNT];
    for (double[] logits : windows) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += logits[i] / windows.size();
      }
    }
    return EmotionDistribution.ofLogits(mean).toArray();
  }

  private static List<String> strings(Path file) throws IOException {
    List<String> strings = new ArrayList<>();
    FixtureFiles.json(file).forEach(node -> strings.add(node.asText()));
    return strings;
  }
}
