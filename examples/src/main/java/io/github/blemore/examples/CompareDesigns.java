package io.github.blemore.examples;

import io.github.blemore.Blend;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.experiment.Answer;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FusionDesign;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.fusion.Pooling;
import io.github.blemore.fusion.WeightSearch;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.metrics.PairedBootstrap;
import io.github.blemore.metrics.PersonCounts;
import io.github.blemore.metrics.Scores;
import io.github.blemore.salience.Adaptation;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.threshold.ThresholdSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares ways to decide on several corpora by nested cross-validation: with exact thresholds,
 * stable ones, and adapted to each person in three ways. Prints their scores on each corpus, then
 * paired tests against exact thresholds over the people of all corpora.
 *
 * <p>Heads are trained once for all designs, and kept beside each store.
 */
public final class CompareDesigns {

  private static final WeightSearch WEIGHTS = WeightSearch.likelihood(Pooling.ARITHMETIC);
  private static final String EXACT = "exact";

  private final List<String> people = new ArrayList<>();
  private final List<Blend> truth = new ArrayList<>();

  /** Name of a design to its answers on the clips of all corpora. */
  private final Map<String, List<Optional<Blend>>> answers = new LinkedHashMap<>();

  private CompareDesigns() {}

  /**
   * Runs it.
   *
   * @param arguments pairs of a store of embeddings and the metadata of its clips
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0 || arguments.length % 2 == 1) {
      throw new IllegalArgumentException("arguments: STORE CSV [STORE CSV]...");
    }
    CompareDesigns comparison = new CompareDesigns();
    for (int i = 0; i < arguments.length; i += 2) {
      comparison.add(Path.of(arguments[i]), Path.of(arguments[i + 1]));
    }
    comparison.print();
  }

  private static List<FusionDesign> designs() {
    List<FusionDesign> designs = new ArrayList<>();
    designs.add(FusionDesign.builder(EXACT, WEIGHTS).build());
    designs.add(
        FusionDesign.builder("stable", WEIGHTS).thresholds(ThresholdSearch.stable()).build());
    for (Adaptation adaptation : Adaptation.values()) {
      String name = "own " + adaptation;
      designs.add(FusionDesign.builder(name, WEIGHTS).personalized(adaptation).build());
    }
    return designs;
  }

  private void add(Path store, Path csv) throws IOException {
    HeadTraining training =
        HeadTraining.builder().hidden(256).learningRate(1e-3).epochs(40).build();
    try (EmbeddingStore embeddings = EmbeddingStore.openExisting(store)) {
      ExperimentResult result =
          Experiment.builder(Metadata.read(csv), embeddings, training)
              .designs(designs())
              .withoutModels()
              .keepIn(store.resolveSibling(store.getFileName() + ".trainings"))
              .build()
              .run(() -> {});
      add(store.toString(), result);
    }
  }

  private void add(String corpus, ExperimentResult result) {
    for (Answer answer : result.system(EXACT).answers()) {
      people.add(corpus + " " + answer.clip().actor());
      truth.add(answer.clip().label());
    }
    for (FusionDesign design : designs()) {
      SystemResult system = result.system(design.name());
      System.out.printf("%-30s %-20s %s%n", corpus, design.name(), system.summary());
      answers
          .computeIfAbsent(design.name(), name -> new ArrayList<>())
          .addAll(system.answers().stream().map(Answer::blend).toList());
    }
  }

  private void print() {
    Map<String, PersonCounts> counts = new LinkedHashMap<>();
    answers.forEach((name, blends) -> counts.put(name, PersonCounts.of(people, truth, blends)));
    PersonCounts exact = Objects.requireNonNull(counts.get(EXACT));
    System.out.printf("%n%d clips of %d people%n", truth.size(), exact.people().size());
    counts.forEach(
        (name, own) -> {
          Scores scores = own.scores();
          System.out.printf(
              Locale.ROOT,
              "%-20s ACC_presence %.3f  ACC_salience %.3f  Score %.3f%n",
              name,
              scores.presence(),
              scores.salience(),
              scores.score());
        });
    System.out.printf("%nagainst exact, paired bootstrap over people%n");
    counts.forEach(
        (name, own) -> {
          if (!name.equals(EXACT)) {
            PairedBootstrap.Comparison test = PairedBootstrap.seeded(0).compare(exact, own);
            System.out.printf("%-20s ACC_presence %s%n", name, test.presence());
            System.out.printf("%-20s ACC_salience %s%n", "", test.salience());
            System.out.printf("%-20s Score        %s%n", "", test.score());
          }
        });
  }
}
