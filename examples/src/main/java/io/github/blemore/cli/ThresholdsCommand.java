package io.github.blemore.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.challenge.ClipName;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ThresholdSearch;
import io.github.blemore.threshold.Thresholds;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code blemore thresholds}. */
@Command(
    name = "thresholds",
    description = {
      "Finds the presence threshold alpha and the salience threshold beta that score best.",
      "The clips' names tell the truth. The scores are on these same clips: elsewhere expect less."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class ThresholdsCommand implements Callable<Integer> {

  private enum Search {
    GRID,
    EXACT
  }

  /** What was found, as it is written in JSON; the seconds are those of the search alone. */
  private record Result(
      String search,
      double alpha,
      double beta,
      double presence,
      double salience,
      double score,
      @JsonProperty("best_presence") double bestPresence,
      @JsonProperty("best_salience") double bestSalience,
      @JsonProperty("presence_weight") double presenceWeight,
      int clips,
      double seconds) {}

  @Option(
      names = "--probabilities",
      required = true,
      paramLabel = "NPY",
      description = "Probabilities [N, 6] in class order, float32 or float64.")
  private Path probabilitiesFile = Path.of("");

  @Option(
      names = "--filenames",
      required = true,
      paramLabel = "JSON",
      description = "Array of the N clips' names, such as A411_mix_ang_hap_30_70_ver1.")
  private Path filenamesFile = Path.of("");

  @Option(
      names = "--search",
      defaultValue = "exact",
      paramLabel = "exact|grid",
      description = "exact: all thresholds; grid: the baseline's 20 x 20 (default: exact).")
  private Search search = Search.EXACT;

  @Option(
      names = "--presence-weight",
      defaultValue = "0.5",
      paramLabel = "W",
      description = "Best is W * presence + (1 - W) * salience (default: 0.5).")
  private double presenceWeight;

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ThresholdSearch chosen = chosen();
    Probabilities probabilities = probabilities(probabilitiesFile);
    List<Blend> truth = truth(filenamesFile);
    if (truth.size() != probabilities.clips()) {
      throw new IOException(
          "%s has %d names, %s has %d rows: must be as many"
              .formatted(filenamesFile, truth.size(), probabilitiesFile, probabilities.clips()));
    }
    long start = System.nanoTime();
    Thresholds found = chosen.search(probabilities, truth);
    double seconds = (System.nanoTime() - start) / 1e9;
    print(result(found, truth.size(), seconds));
    return 0;
  }

  private ThresholdSearch chosen() {
    try {
      return switch (search) {
        case GRID -> ThresholdSearch.grid().withPresenceWeight(presenceWeight);
        case EXACT -> ThresholdSearch.exact().withPresenceWeight(presenceWeight);
      };
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for --presence-weight: " + e.getMessage(), e);
    }
  }

  private static Probabilities probabilities(Path file) throws IOException {
    NpyArray array = NpyArray.read(existing(file));
    int[] shape = array.shape();
    boolean float32 = array.type().equals("f4");
    if (shape.length != 2
        || shape[0] == 0
        || shape[1] != Emotion.COUNT
        || !(float32 || array.type().equals("f8"))) {
      throw new IOException(
          "%s: array of %s %s: must be f4 or f8 [N, %d] with N at least 1"
              .formatted(file, array.type(), Arrays.toString(shape), Emotion.COUNT));
    }
    try {
      return float32 ? Probabilities.of(array.toFloats()) : Probabilities.of(array.toDoubles());
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static List<Blend> truth(Path file) throws IOException {
    List<Blend> truth = new ArrayList<>();
    Set<ClipName> seen = new HashSet<>();
    for (String name : names(file)) {
      ClipName clip;
      try {
        clip = ClipName.parse(name);
      } catch (IllegalArgumentException e) {
        throw new IOException("%s: name %d: %s".formatted(file, truth.size(), e.getMessage()), e);
      }
      if (!seen.add(clip)) {
        throw new IOException(
            "%s: name %d: clip %s stands twice: must be once".formatted(file, truth.size(), name));
      }
      truth.add(clip.label());
    }
    return truth;
  }

  private static List<String> names(Path file) throws IOException {
    JsonNode array;
    try {
      array = new ObjectMapper().readTree(Files.readAllBytes(existing(file)));
    } catch (JsonProcessingException e) {
      throw new IOException("%s is no JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
    List<String> names = new ArrayList<>();
    if (!array.isArray()) {
      throw new IOException(file + ": must be a JSON array of the clips' names");
    }
    array.forEach(name -> names.add(name.asText()));
    return names;
  }

  private static Path existing(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is no file: must be there to be read");
    }
    return file;
  }

  private Result result(Thresholds found, int clips, double seconds) {
    return new Result(
        search.name().toLowerCase(Locale.ROOT),
        found.rule().alpha(),
        found.rule().beta(),
        found.scores().presence(),
        found.scores().salience(),
        found.scores().score(),
        found.bestPresence(),
        found.bestSalience(),
        presenceWeight,
        clips,
        seconds);
  }

  private void print(Result result) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
    } else {
      out.printf(
          Locale.ROOT,
          "alpha %s, beta %s (%s search, presence weighing %s, %d clips, %.4f s)%n"
              + "ACC_presence %.4f (at best %.4f), ACC_salience %.4f (at best %.4f), Score %.4f%n",
          result.alpha(),
          result.beta(),
          result.search(),
          result.presenceWeight(),
          result.clips(),
          result.seconds(),
          result.presence(),
          result.bestPresence(),
          result.salience(),
          result.bestSalience(),
          result.score());
    }
    out.flush();
  }
}
