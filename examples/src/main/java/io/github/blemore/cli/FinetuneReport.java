package io.github.blemore.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.finetune.EncoderFineTuner;
import io.github.blemore.finetune.FineTuneResult;
import io.github.blemore.finetune.FineTuneSettings;
import io.github.blemore.finetune.FoldResult;
import io.github.blemore.finetune.files.AdaptedCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What came of an adaptation, as {@code finetune} tells it.
 *
 * @param adaptedFrom where the weights come from, as the checkpoint's config says
 */
record FinetuneReport(
    TrainedFamily family, FineTuneSettings settings, FineTuneResult result, String adaptedFrom) {

  private static final int SHOWN_MISSING = 10;
  private static final String LINE = "%-5s %-6s %-6s %-6s %-13s %-13s %-6s %s%n";

  static FinetuneReport of(TrainedFamily family, FineTuneSettings settings, FineTuneResult result) {
    Config config = Config.read(result.checkpoint().resolve("config.json"));
    return new FinetuneReport(
        family, settings, result, config.text(AdaptedCheckpoint.ADAPTED_FROM));
  }

  private boolean isNeverPretrained() {
    return adaptedFrom.equals(AdaptedCheckpoint.FROM_MADE_UP);
  }

  private Path trainings() {
    return EncoderFineTuner.trainings(result.checkpoint());
  }

  void printJson(PrintWriter printed) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode document = mapper.createObjectNode();
    document.put("encoder", family.code());
    document.put("checkpoint", result.checkpoint().toString());
    document.put("adaptedFrom", adaptedFrom);
    document.put("neverPretrained", isNeverPretrained());
    document.put("trainings", trainings().toString());
    document.put("outOfFold", result.outOfFold().toString());
    document.put("clips", result.predictions().size());
    document.put("epochs", result.epochs());
    ArrayNode folds = document.putArray("folds");
    for (FoldResult fold : result.folds()) {
      ObjectNode one = folds.addObject();
      one.put("fold", fold.fold());
      one.put("validationFold", fold.validationFold());
      one.put("clips", fold.predictions().size());
      one.put("bestEpoch", fold.bestEpoch());
      one.put("alpha", fold.rule().alpha());
      one.put("beta", fold.rule().beta());
      EvaluationJson.put(one, fold.scores());
      EvaluationJson.put(one.putObject("validation"), fold.validation());
    }
    EvaluationJson.putSummary(document, result.summary());
    result.missing().forEach(document.putObject("missing")::put);
    settings.texts().forEach(document.putObject("settings")::put);
    printed.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(document));
  }

  void printText(PrintWriter printed) {
    printed.printf(
        "%s, adapted from %s%n",
        family.code(), adaptedFrom + (isNeverPretrained() ? ": never pre-trained" : ""));
    printFolds(printed);
    printMissing(printed);
    printFiles(printed);
  }

  private void printFolds(PrintWriter printed) {
    printed.printf(
        LINE, "fold", "epoch", "alpha", "beta", "ACC_presence", "ACC_salience", "Score", "");
    for (FoldResult fold : result.folds()) {
      printed.printf(
          LINE,
          fold.fold(),
          fold.bestEpoch(),
          number(fold.rule().alpha()),
          number(fold.rule().beta()),
          number(fold.scores().presence()),
          number(fold.scores().salience()),
          number(fold.scores().score()),
          "(%s on fold %d, which chose epoch, alpha and beta)"
              .formatted(number(fold.validation().score()), fold.validationFold()));
    }
    printed.printf(
        "mean and standard deviation of %d folds: %s%n", result.folds().size(), result.summary());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private void printMissing(PrintWriter printed) {
    if (result.missing().isEmpty()) {
      return;
    }
    printed.printf("%d clips were left out%n", result.missing().size());
    result.missing().entrySet().stream()
        .limit(SHOWN_MISSING)
        .forEach(clip -> printed.printf("  %s: %s%n", clip.getKey(), clip.getValue()));
    if (result.missing().size() > SHOWN_MISSING) {
      printed.printf("  and %d more; --json lists all%n", result.missing().size() - SHOWN_MISSING);
    }
  }

  private void printFiles(PrintWriter printed) {
    printed.printf(
        """
        checkpoint %1$s: trained on all %2$d clips, for as many epochs as the folds' median, %3$d
                   encode and predict take it as --encoder %4$s:%1$s
        features   %5$s: evaluate and fit take them as
                   --store %4$s-adapted=%5$s
                   They are out of fold: of each clip the log probabilities of the network that never
                   saw its person. Those of the other folds did learn from this person, so a nested
                   evaluation on these features is a little optimistic in what the features of the
                   training clips know, never in the scored clips' own predictions.
        trainings  %6$s (the folds' networks, and what a stopped run goes on from)
        """,
        result.checkpoint(),
        result.predictions().size(),
        result.epochs(),
        family.code(),
        result.outOfFold(),
        trainings());
  }
}
