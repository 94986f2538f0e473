package io.github.blemore.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.Blend;
import io.github.blemore.Confidence;
import io.github.blemore.Emotion;
import io.github.blemore.challenge.Submission;
import io.github.blemore.system.BlendSystem;
import io.github.blemore.system.ClipDecision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a submission is made of, and how that is told.
 *
 * @param out the zip file
 * @param store where the embeddings are
 * @param system what decided
 * @param decisions file name of a clip to what was decided on it; failed ones are not in it
 * @param partial file name of a decided clip to what went wrong in an encoder that should have had
 *     a vote
 * @param failed file name of a clip to why nothing was decided
 * @param fallback what is predicted for those; with it, partial decisions are good enough
 */
record SubmitReport(
    Path out,
    Path store,
    BlendSystem system,
    SortedMap<String, ClipDecision> decisions,
    SortedMap<String, String> partial,
    SortedMap<String, String> failed,
    Optional<Emotion> fallback) {

  /** Whether there is a prediction for each clip that may be submitted. */
  boolean isComplete() {
    return (failed.isEmpty() && partial.isEmpty()) || fallback.isPresent();
  }

  /** The predictions; failed clips have the fallback's, if there is one. */
  Submission submission() {
    Map<String, Blend> predictions = new TreeMap<>();
    decisions.forEach((file, one) -> predictions.put(file, one.verdict().orElseThrow().blend()));
    fallback.ifPresent(
        emotion -> failed.keySet().forEach(file -> predictions.put(file, Blend.single(emotion))));
    return Submission.of(predictions);
  }

  private List<ClipDecision.Verdict> verdicts() {
    return decisions.values().stream().flatMap(one -> one.verdict().stream()).toList();
  }

  private long uncertain() {
    return verdicts().stream()
        .filter(one -> one.confidence().map(Confidence::isUncertain).orElse(false))
        .count();
  }

  /** Encoder id to the number of clips it had no vote on. */
  private SortedMap<String, Integer> missing() {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (ClipDecision one : decisions.values()) {
      one.missing().keySet().forEach(id -> counts.merge(id, 1, Integer::sum));
    }
    return counts;
  }

  /** Person to the beta that was adapted to them; nobody with one clip, who has the common one. */
  private SortedMap<String, Double> betas() {
    SortedMap<String, Double> betas = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (ClipDecision one : decisions.values()) {
      one.person()
          .filter(person -> !seen.add(person))
          .ifPresent(person -> betas.put(person, one.verdict().orElseThrow().rule().beta()));
    }
    return betas;
  }

  void printJson(PrintWriter printed) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode document = mapper.createObjectNode();
    document.put("out", out.toString());
    document.put("written", isComplete());
    document.put("clips", decisions.size() + failed.size());
    document.put("blends", verdicts().stream().filter(one -> one.blend().isBlend()).count());
    document.put("system", system.toString());
    document.put("store", store.toString());
    document.put("alpha", system.fitted().rule().alpha());
    document.put("beta", system.fitted().rule().beta());
    betas().forEach(document.putObject("betas")::put);
    missing().forEach(document.putObject("missing")::put);
    if (system.fitted().abstention().isPresent()) {
      document.put("uncertain", uncertain());
    }
    fallback.ifPresent(emotion -> document.put("fallback", emotion.code()));
    ArrayNode all = document.putArray("failed");
    failed.forEach((file, error) -> all.addObject().put("clip", file).put("error", error));
    ArrayNode some = document.putArray("partial");
    partial.forEach((file, error) -> some.addObject().put("clip", file).put("error", error));
    printed.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(document));
  }

  void printText(PrintWriter printed) {
    missing()
        .forEach(
            (id, count) ->
                printed.printf(
                    "%s had no vote on %d of %d clips: the others' weights were scaled up%n",
                    id, count, decisions.size()));
    betas()
        .forEach((person, beta) -> printed.printf(Locale.ROOT, "beta %.3f for %s%n", beta, person));
    if (system.fitted().abstention().isPresent()) {
      printed.printf("%d of %d blends are uncertain%n", uncertain(), decisions.size());
    }
    partial.forEach(
        (file, error) -> printed.printf("%s: decided by the other encoders: %s%n", file, error));
    failed.forEach(
        (file, error) ->
            printed.printf(
                "%s: %s%s%n",
                file,
                fallback.map(emotion -> emotion.code() + ", the fallback: ").orElse("failed: "),
                error));
    if (isComplete()) {
      printed.printf("%s: %s%n", out, submission());
    } else {
      printed.printf(
          "%s is not written: of %d clips, %d have no prediction, %d one without all encoders; --retry-failed tries them again, --fallback EMOTION predicts that for the first and takes the second as they are%n",
          out, decisions.size() + failed.size(), failed.size(), partial.size());
    }
  }
}
