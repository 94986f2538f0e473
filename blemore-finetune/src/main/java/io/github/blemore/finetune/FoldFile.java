package io.github.blemore.finetune;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.blemore.DecisionRule;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ModelException;
import io.github.blemore.finetune.files.TrainingState;
import io.github.blemore.internal.AtomicFile;
import io.github.blemore.metrics.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A training that is over, as {@code result.json}: so that a run that goes on does not train it
 * again.
 *
 * @param settings what a run that takes it over must have in common with it
 * @param records what was noted of each epoch
 */
record FoldFile(
    SortedMap<String, String> settings,
    int fold,
    int validationFold,
    int bestEpoch,
    double alpha,
    double beta,
    Accuracies validation,
    Accuracies scores,
    SortedMap<String, double[]> predictions,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, List<Double>> records) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** Scores as numbers. */
  record Accuracies(double presence, double salience) {
    static Accuracies of(Scores scores) {
      return new Accuracies(scores.presence(), scores.salience());
    }

    Scores scores() {
      return new Scores(presence, salience);
    }
  }

  static FoldFile of(
      FoldResult result,
      SortedMap<String, String> settings,
      SortedMap<String, List<Double>> records) {
    SortedMap<String, double[]> predictions = new TreeMap<>();
    result.predictions().forEach((id, one) -> predictions.put(id, one.toArray()));
    return new FoldFile(
        settings,
        result.fold(),
        result.validationFold(),
        result.bestEpoch(),
        result.rule().alpha(),
        result.rule().beta(),
        Accuracies.of(result.validation()),
        Accuracies.of(result.scores()),
        predictions,
        records);
  }

  void write(Path file) throws IOException {
    byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /**
   * Reads what an earlier run left.
   *
   * @param now the settings of this run
   * @return empty if the training is not over
   * @throws IllegalArgumentException if it was trained otherwise; the message lists the differences
   * @throws ModelException if the file is damaged
   */
  static Optional<FoldResult> read(Path file, Map<String, String> now) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    FoldFile found;
    try {
      found = JSON.readValue(Files.readAllBytes(file), FoldFile.class);
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "%s is damaged (%s): delete it to train again".formatted(file, e.getOriginalMessage()),
          e);
    }
    TrainingState.requireSame(found.settings, now);
    return Optional.of(found.result());
  }

  private FoldResult result() {
    SortedMap<String, EmotionDistribution> distributions = new TreeMap<>();
    predictions.forEach((id, values) -> distributions.put(id, EmotionDistribution.of(values)));
    return new FoldResult(
        fold,
        validationFold,
        bestEpoch,
        DecisionRule.of(alpha, beta),
        validation.scores(),
        scores.scores(),
        distributions);
  }
}
