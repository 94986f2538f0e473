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
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.threshold.ThresholdSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares three designs on several corpora by nested cross-validation: exact thresholds, stable
 * ones, and a beta adapted to each person. Prints their scores on each corpus, then a paired test
 * over the people of all corpora.
 *
 * <p>Heads are trained once for all designs, and kept beside each store.
 */
public final class CompareDesigns {

  private static final String EXACT = "exact";
  private static final String STABLE = "stable";
  private static final String PERSONAL = "personal";

  private final List<String> people = new ArrayList<>();
  private final List<Blend> truth = new ArrayList<>();
  private final List<Optional<Blend>> exact = new ArrayList<>();
  private final List<Optional<Blend>> stable = new ArrayList<>();
  private final List<Optional<Blend>> personal = new ArrayList<>();

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
    WeightSearch weights = WeightSearch.likelihood(Pooling.ARITHMETIC);
    return List.of(
        FusionDesign.builder(EXACT, weights).thresholds(ThresholdSearch.exact()).build(),
        FusionDesign.builder(STABLE, weights).thresholds(ThresholdSearch.stable()).build(),
        FusionDesign.builder(PERSONAL, weights)
            .thresholds(ThresholdSearch.exact())
            .personalized()
            .build());
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
    for (String name : List.of(EXACT, STABLE, PERSONAL)) {
      System.out.printf(
          Locale.ROOT, "%-30s %-8s %s%n", corpus, name, result.system(name).summary());
    }
    for (Answer answer : result.system(EXACT).answers()) {
      people.add(corpus + " " + answer.clip().actor());
      truth.add(answer.clip().label());
    }
    exact.addAll(blends(result.system(EXACT)));
    stable.addAll(blends(result.system(STABLE)));
    personal.addAll(blends(result.system(PERSONAL)));
  }

  private static List<Optional<Blend>> blends(SystemResult system) {
    return system.answers().stream().map(Answer::blend).toList();
  }

  private void print() {
    PersonCounts common = PersonCounts.of(people, truth, exact);
    PersonCounts steady = PersonCounts.of(people, truth, stable);
    PersonCounts own = PersonCounts.of(people, truth, personal);
    System.out.printf("%n%d clips of %d people%n", truth.size(), common.people().size());
    System.out.printf("%-8s %s%n", EXACT, common.scores());
    System.out.printf("%-8s %s%n", STABLE, steady.scores());
    System.out.printf("%-8s %s%n", PERSONAL, own.scores());
    print("stable against exact", PairedBootstrap.seeded(0).compare(common, steady));
    print("personal against exact", PairedBootstrap.seeded(0).compare(common, own));
  }

  private static void print(String what, PairedBootstrap.Comparison comparison) {
    System.out.printf(
        "%s, paired bootstrap over people:%n  ACC_presence %s%n  ACC_salience %s%n  Score        %s%n",
        what, comparison.presence(), comparison.salience(), comparison.score());
  }
}
