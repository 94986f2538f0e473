package io.github.blemore.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.metrics.PairedBootstrap.Comparison;
import io.github.blemore.metrics.PairedBootstrap.Difference;
import io.github.blemore.metrics.PersonCounts.Counts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

  private static final Blend ANGER = Blend.single(Emotion.ANGER);
  private static final Blend BLEND = Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS);
  private static final Blend OTHER_WAY = Blend.dominant(Emotion.HAPPINESS, Emotion.ANGER);

  /** Clips of people who differ in how easily they are recognized, and two systems' answers. */
  private record Trial(
      List<String> people,
      List<Blend> truth,
      List<Optional<Blend>> first,
      List<Optional<Blend>> second) {

    static Trial random(long seed, int people, int clips, double firstSkill, double secondSkill) {
      Random random = new Random(seed);
      Trial trial =
          new Trial(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (int person = 0; person < people; person++) {
        double easyForFirst = 0.3 * random.nextDouble();
        double easyForSecond = 0.3 * random.nextDouble();
        for (int clip = 0; clip < clips; clip++) {
          trial.people.add("p" + person);
          trial.truth.add(random.nextInt(5) < 2 ? ANGER : BLEND);
          trial.first.add(trial.answer(random, firstSkill + easyForFirst));
          trial.second.add(trial.answer(random, secondSkill + easyForSecond));
        }
      }
      return trial;
    }

    private Optional<Blend> answer(Random random, double skill) {
      if (random.nextDouble() < skill) {
        return Optional.of(truth.get(truth.size() - 1));
      }
      return random.nextInt(4) == 0 ? Optional.empty() : Optional.of(OTHER_WAY);
    }

    PersonCounts firstCounts() {
      return PersonCounts.of(people, truth, first);
    }

    PersonCounts secondCounts() {
      return PersonCounts.of(people, truth, second);
    }

    Comparison compare(long seed, int resamples) {
      return PairedBootstrap.seeded(seed)
          .withResamples(resamples)
          .compare(firstCounts(), secondCounts());
    }

    /** The second system minus the first on some people's clips, each as often as it is named. */
    double difference(List<String> drawn, ToDoubleFunction<Scores> measure) {
      List<Blend> truths = new ArrayList<>();
      List<Optional<Blend>> firsts = new ArrayList<>();
      List<Optional<Blend>> seconds = new ArrayList<>();
      for (String person : drawn) {
        for (int clip = 0; clip < people.size(); clip++) {
          if (people.get(clip).equals(person)) {
            truths.add(truth.get(clip));
            firsts.add(first.get(clip));
            seconds.add(second.get(clip));
          }
        }
      }
      return measure.applyAsDouble(Scores.ofAnswers(truths, seconds))
          - measure.applyAsDouble(Scores.ofAnswers(truths, firsts));
    }
  }

  @Test
  void agreesWithScoringEveryResampleAnew() {
    int resamples = 201;
    for (int seed = 0; seed < 20; seed++) {
      Trial trial = Trial.random(seed, 2 + seed % 6, 4, 0.3, 0.4);
      Comparison found = trial.compare(seed, resamples);

      requireSlow(found.presence(), trial, seed, resamples, Scores::presence);
      requireSlow(found.salience(), trial, seed, resamples, Scores::salience);
      requireSlow(found.score(), trial, seed, resamples, Scores::score);
      assertThat(found.people()).isEqualTo(2 + seed % 6);
      assertThat(found.resamples()).isEqualTo(resamples);
    }
  }

  private static void requireSlow(
      Difference found, Trial trial, long seed, int resamples, ToDoubleFunction<Scores> measure) {
    List<String> names = List.copyOf(new TreeSet<>(trial.people()));
    SplittableRandom random = new SplittableRandom(seed);
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < resamples; i++) {
      List<String> drawn = new ArrayList<>();
      names.forEach(name -> drawn.add(names.get(random.nextInt(names.size()))));
      differences.add(trial.difference(drawn, measure));
    }
    Collections.sort(differences);
    long notAbove = differences.stream().filter(d -> d < 1e-12).count();
    long notBelow = differences.stream().filter(d -> d > -1e-12).count();
    double pValue = 2.0 * (Math.min(notAbove, notBelow) + 1) / (resamples + 1);

    assertThat(found.estimate()).isCloseTo(trial.difference(names, measure), within(1e-12));
    assertThat(found.low()).isCloseTo(differences.get(5), within(1e-12));
    assertThat(found.high()).isCloseTo(differences.get(195), within(1e-12));
    assertThat(found.pValue()).isEqualTo(Math.min(1, pValue));
  }

  @Test
  void equalSystemsDoNotDiffer() {
    Trial trial = Trial.random(1, 20, 10, 0.3, 0.3);
    Comparison same = PairedBootstrap.seeded(7).compare(trial.firstCounts(), trial.firstCounts());

    Difference none = new Difference(0, 0, 0, 1);
    assertThat(same).isEqualTo(new Comparison(none, none, none, 20, PairedBootstrap.RESAMPLES));
  }

  @Test
  void gainsThatCancelAreExactlyZero() {
    // Everybody gains 1 of 49 clips in presence and loses 1 of 49 blends in salience.
    Map<String, Counts> before =
        Map.of("a", new Counts(49, 49, 3, 3), "b", new Counts(49, 49, 3, 3));
    Map<String, Counts> after =
        Map.of("a", new Counts(49, 49, 4, 2), "b", new Counts(49, 49, 4, 2));
    Comparison found =
        PairedBootstrap.seeded(1).compare(PersonCounts.of(before), PersonCounts.of(after));

    assertThat(found.score()).isEqualTo(new Difference(0, 0, 0, 1));
    assertThat(found.presence().estimate()).isEqualTo(1 / 49.0);
  }

  @Test
  void aClearlyBetterSystemIsFoundToBe() {
    Comparison found = Trial.random(2, 47, 30, 0.2, 0.5).compare(3, PairedBootstrap.RESAMPLES);

    assertThat(found.score().pValue()).isEqualTo(2.0 / (PairedBootstrap.RESAMPLES + 1));
    assertThat(found.score().low()).isPositive();
    assertThat(found.score().estimate()).isBetween(found.score().low(), found.score().high());
  }

  @Test
  void theIntervalIsThatOfTheNormalApproximation() {
    // As many clips for everybody, so the difference is a mean over people.
    Trial trial = Trial.random(4, 200, 20, 0.3, 0.32);
    List<Counts> first = List.copyOf(trial.firstCounts().people().values());
    List<Counts> second = List.copyOf(trial.secondCounts().people().values());
    double[] gains =
        IntStream.range(0, first.size())
            .mapToDouble(i -> (second.get(i).present() - first.get(i).present()) / 20.0)
            .toArray();
    double mean = Arrays.stream(gains).average().orElseThrow();
    double variance =
        Arrays.stream(gains).map(g -> (g - mean) * (g - mean)).average().orElseThrow();
    double half = 1.96 * Math.sqrt(variance / gains.length);

    Difference found = trial.compare(5, PairedBootstrap.RESAMPLES).presence();

    assertThat(found.estimate()).isCloseTo(mean, within(1e-12));
    assertThat(found.low()).isCloseTo(mean - half, within(0.06 * half));
    assertThat(found.high()).isCloseTo(mean + half, within(0.06 * half));
  }

  @Test
  void systemsThatAreEquallyGoodSeldomSeemToDiffer() {
    int trials = 400;
    int wrong = 0;
    for (int seed = 0; seed < trials; seed++) {
      Comparison found = Trial.random(seed, 47, 12, 0.3, 0.3).compare(seed, 500);
      wrong += found.score().pValue() < 0.05 ? 1 : 0;
    }

    // 5 % of 400 are 20, give or take 4.4 by chance.
    assertThat(wrong).isBetween(8, 36);
  }

  @Test
  void theOrderOfTheClipsMakesNoDifference() {
    Trial trial = Trial.random(6, 10, 5, 0.3, 0.4);
    List<Integer> order = new ArrayList<>();
    for (int clip = 0; clip < trial.people().size(); clip++) {
      order.add(clip);
    }
    Collections.shuffle(order, new Random(1));
    Trial shuffled =
        new Trial(
            order.stream().map(trial.people()::get).toList(),
            order.stream().map(trial.truth()::get).toList(),
            order.stream().map(trial.first()::get).toList(),
            order.stream().map(trial.second()::get).toList());

    assertThat(shuffled.compare(9, 300)).isEqualTo(trial.compare(9, 300));
    assertThat(trial.compare(10, 300)).isNotEqualTo(trial.compare(9, 300));
  }

  @Test
  void countsScoreAsAnswersDo() {
    Trial trial = Trial.random(8, 7, 9, 0.3, 0.4);

    assertThat(trial.firstCounts().scores())
        .isEqualTo(Scores.ofAnswers(trial.truth(), trial.first()));
  }

  @Test
  void corporaAndSeedsArePooled() {
    Counts one = new Counts(4, 2, 2, 1);
    PersonCounts simulated = PersonCounts.of(Map.of("sim/a", one, "sim/b", one));
    PersonCounts real = PersonCounts.of(Map.of("real/a", one));

    assertThat(simulated.plus(real).people())
        .isEqualTo(new TreeMap<>(Map.of("real/a", one, "sim/a", one, "sim/b", one)));
    assertThat(real.plus(real).people().get("real/a")).isEqualTo(new Counts(8, 4, 4, 2));
  }

  @Test
  void onePersonIsRefused() {
    PersonCounts one = PersonCounts.of(Map.of("a01", new Counts(4, 2, 2, 1)));

    assertThatThrownBy(() -> PairedBootstrap.seeded(1).compare(one, one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("one person, a01", "at least two");
  }

  @Test
  void systemsTriedOnOtherClipsAreRefused() {
    Counts counts = new Counts(4, 2, 2, 1);
    PersonCounts two = PersonCounts.of(Map.of("a", counts, "b", counts));

    assertThatThrownBy(
            () ->
                PairedBootstrap.seeded(1)
                    .compare(two, PersonCounts.of(Map.of("a", counts, "c", counts))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[a, b]", "[a, c]");
    assertThatThrownBy(
            () ->
                PairedBootstrap.seeded(1)
                    .compare(
                        two, PersonCounts.of(Map.of("a", counts, "b", new Counts(5, 2, 2, 1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("person b", "as many clips and blends");
  }

  @Test
  void listsOfUnequalLengthsAndImpossibleCountsAreRefused() {
    assertThatThrownBy(() -> PersonCounts.of(List.of("a"), List.of(ANGER, ANGER), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 people, 2 true blends and 0 answers");
    assertThatThrownBy(() -> PersonCounts.of(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> new Counts(4, 2, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 present, 2 salient");
    assertThatThrownBy(() -> PairedBootstrap.seeded(1).withResamples(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resamples are 0: must be at least 1");
  }
}
