package io.github.blemore.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FoldScore;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.metrics.PairedBootstrap;
import io.github.blemore.metrics.ScoreSummary;
import io.github.blemore.metrics.Scores;
import io.github.blemore.report.SystemNames;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scores as JSON: those of the design that was chosen, then each other system's. Encoders on
 * made-up weights are marked.
 */
final class EvaluationJson {

  private EvaluationJson() {}

  static ObjectNode of(ExperimentResult result, SystemNames names) {
    SystemResult fused = result.chosen();
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("protocol", result.protocol().code());
    json.put("chosen", result.chosenName());
    ArrayNode folds = json.putArray("folds");
    for (FoldScore fold : fused.folds()) {
      ObjectNode one = folds.addObject();
      one.put("fold", fold.fold());
      one.put("clips", fold.clips());
      one.put("unanswered", fold.unanswered());
      fold.rule().ifPresent(rule -> one.put("alpha", rule.alpha()).put("beta", rule.beta()));
      put(one, fold.scores());
      fold.weights().forEach(one.putObject("weights")::put);
      fold.notes().forEach(one.putArray("notes")::add);
    }
    putSummary(json, fused.summary());
    ObjectNode encoders = json.putObject("encoders");
    ObjectNode fusions = json.putObject("fusions");
    ObjectNode ablations = json.putObject("withoutEncoder");
    ObjectNode baselines = json.putObject("baselines");
    for (SystemResult system : result.systems()) {
      ObjectNode group =
          switch (system.kind()) {
            case ENCODER -> encoders;
            case FUSION -> fusions;
            case ABLATION -> ablations;
            case BASELINE -> baselines;
          };
      ObjectNode one = group.putObject(system.name());
      putMeans(one, system.summary());
      if (system.kind() == SystemResult.Kind.ENCODER) {
        one.put("weight", fused.meanWeights().getOrDefault(system.name(), 0.0));
        if (names.madeUp().contains(system.name())) {
          one.put("madeUpWeights", true);
        }
      }
      if (system.kind() == SystemResult.Kind.FUSION) {
        one.put("madeUpVotes", names.hasMadeUpVotes(system));
      }
    }
    return json;
  }

  /** Adds means and standard deviations over folds. */
  static void putSummary(ObjectNode json, ScoreSummary summary) {
    putMeans(json.putObject("mean"), summary);
    json.putObject("std")
        .put("presence", deviation(summary.presence()))
        .put("salience", deviation(summary.salience()))
        .put("score", deviation(summary.score()));
  }

  /** Adds paired tests of the chosen design against others, by name. */
  static void putTests(
      ObjectNode json, String chosen, Map<String, PairedBootstrap.Comparison> tests) {
    ObjectNode all = json.putObject("pairedTests");
    all.put("of", chosen);
    ObjectNode against = all.putObject("against");
    tests.forEach(
        (name, test) -> {
          ObjectNode one = against.putObject(name);
          put(one.putObject("presence"), test.presence());
          put(one.putObject("salience"), test.salience());
          put(one.putObject("score"), test.score());
          one.put("people", test.people()).put("resamples", test.resamples());
        });
  }

  private static void put(ObjectNode json, PairedBootstrap.Difference difference) {
    json.put("difference", difference.estimate())
        .put("low", difference.low())
        .put("high", difference.high())
        .put("p", difference.pValue());
  }

  /** Adds the scores of a fold. */
  static void put(ObjectNode json, Scores scores) {
    json.put("presence", scores.presence())
        .put("salience", scores.salience())
        .put("score", scores.score());
  }

  private static void putMeans(ObjectNode json, ScoreSummary summary) {
    json.put("presence", summary.presence().mean())
        .put("salience", summary.salience().mean())
        .put("score", summary.score().mean());
  }

  /** Null for a single fold: it has none. */
  private static @Nullable Double deviation(ScoreSummary.Spread spread) {
    return spread.deviation().isPresent() ? spread.deviation().getAsDouble() : null;
  }
}
