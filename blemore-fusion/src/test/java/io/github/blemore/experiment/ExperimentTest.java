package io.github.blemore.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.BlemoreException;
import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.Vote;
import io.github.blemore.calibration.CalibrationMethod;
import io.github.blemore.calibration.VectorScaling;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.fusion.Pooling;
import io.github.blemore.fusion.WeightSearch;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.gate.GateTraining;
import io.github.blemore.gate.GatedFusion;
import io.github.blemore.head.HeadProvenance;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.salience.Adaptation;
import io.github.blemore.threshold.ThresholdSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {

  private static final Metadata METADATA = SyntheticCorpus.metadata(9, 3);

  private static HeadTraining training() {
    return HeadTraining.builder().linear().learningRate(0.02).epochs(12).seed(3).build();
  }

  private static SyntheticCorpus twoEncoders() {
    return new SyntheticCorpus().with("a", METADATA, 0.8).with("b", METADATA, 1.0);
  }

  private static ExperimentResult run(
      Metadata metadata, SyntheticCorpus corpus, Protocol protocol) {
    return Experiment.builder(metadata, corpus, training())
        .protocol(protocol)
        .build()
        .run(() -> {});
  }

  @Test
  void fusionBeatsItsPartsAndThoseBeatGuessing() {
    ExperimentResult result = run(METADATA, twoEncoders(), Protocol.NESTED);
    double a = score(result, "a");
    double b = score(result, "b");
    double fused = score(result, ExperimentResult.BY_SCORE);
    double guessed =
        result.systems().stream()
            .filter(system -> system.kind() == SystemResult.Kind.BASELINE)
            .mapToDouble(system -> system.summary().score().mean())
            .max()
            .orElseThrow();
    assertThat(fused).isGreaterThan(Math.max(a, b));
    assertThat(Math.min(a, b)).isGreaterThan(guessed);
    assertThat(result.system(ExperimentResult.BY_SCORE).answers()).hasSize(9 * 36);
    assertThat(counted(result.system("a"))).isEqualTo(9 * 36);
  }

  private static int counted(SystemResult system) {
    return Arrays.stream(system.confusion().counts()).flatMapToInt(Arrays::stream).sum();
  }

  private static double score(ExperimentResult result, String system) {
    return result.system(system).summary().score().mean();
  }

  @Test
  void isTheSameForAnyNumberOfThreads() {
    Experiment.Builder one = Experiment.builder(METADATA, twoEncoders(), training()).threads(1);
    Experiment.Builder three = Experiment.builder(METADATA, twoEncoders(), training()).threads(3);
    ExperimentResult first = one.build().run(() -> {});
    ExperimentResult second = three.build().run(() -> {});
    assertThat(second.systems()).isEqualTo(first.systems());
  }

  @Test
  void countsItsTrainings() {
    for (Protocol protocol : Protocol.values()) {
      AtomicInteger trained = new AtomicInteger();
      Experiment experiment =
          Experiment.builder(METADATA, twoEncoders(), training()).protocol(protocol).build();
      experiment.run(trained::incrementAndGet);
      assertThat(trained).hasValue(experiment.trainings());
    }
  }

  /** With other labels on the fold that is left out, everything fitted for it must be the same. */
  @Test
  void nestedChoosesNothingOnTheFoldItScores() {
    SyntheticCorpus corpus = twoEncoders();
    Metadata relabeled = relabeled(METADATA, 1);
    FoldModel before = run(METADATA, corpus, Protocol.NESTED).models().get(1);
    FoldModel after = run(relabeled, corpus, Protocol.NESTED).models().get(1);
    assertThat(after.fitted().rule()).isEqualTo(before.fitted().rule());
    assertThat(after.fitted().fusion()).isEqualTo(before.fitted().fusion());
    for (String encoder : List.of("a", "b")) {
      assertThat(votes(after, encoder, corpus)).isEqualTo(votes(before, encoder, corpus));
    }

    FoldModel chosenBefore = run(METADATA, corpus, Protocol.CHALLENGE).models().get(1);
    FoldModel chosenAfter = run(relabeled, corpus, Protocol.CHALLENGE).models().get(1);
    assertThat(chosenAfter.fitted().rule()).isNotEqualTo(chosenBefore.fitted().rule());
  }

  private static List<EmotionDistribution> votes(
      FoldModel model, String encoder, SyntheticCorpus corpus) {
    Embedding embedding =
        (Embedding) corpus.find(encoder, METADATA.rows().get(0).clipId()).orElseThrow();
    return Objects.requireNonNull(model.heads().get(encoder)).predict(List.of(embedding));
  }

  /** The same clips; those of one fold all labeled as something else. */
  private static Metadata relabeled(Metadata metadata, int fold) {
    List<MetadataRow> rows = metadata.rows();
    return Metadata.of(
        rows.stream()
            .map(
                row ->
                    row.fold() == fold
                        ? SyntheticCorpus.row(row.filename(), next(row.label()), fold)
                        : row)
            .toList());
  }

  private static Blend next(Blend label) {
    return label.isBlend()
        ? Blend.single(label.parts().get(0).emotion())
        : Blend.single(Emotion.classOrder().get((label.parts().get(0).emotion().index() + 1) % 6));
  }

  @Test
  void aClipOneEncoderMissesIsLeftToTheOthersAndWrongForItAlone() {
    Set<String> faceless = Set.of(METADATA.rows().get(40).clipId());
    ExperimentResult result = run(METADATA, twoEncoders().without("a", faceless), Protocol.NESTED);
    int unanswered = result.system("a").folds().stream().mapToInt(FoldScore::unanswered).sum();
    assertThat(unanswered).isEqualTo(1);
    assertThat(result.system(ExperimentResult.EQUAL).folds())
        .allSatisfy(fold -> assertThat(fold.unanswered()).isZero());
    assertThat(counted(result.system("a"))).isEqualTo(9 * 36 - 1);
  }

  @Test
  void refusesTooFewFolds() {
    Metadata oneActor = SyntheticCorpus.metadata(1, 1);
    SyntheticCorpus corpus = new SyntheticCorpus().with("a", oneActor, 1);
    assertThatThrownBy(() -> Experiment.builder(oneActor, corpus, training()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 folds of 1 actors")
        .hasMessageContaining("at least 3");
  }

  @Test
  void refusesAnEmptyFold() {
    Metadata gap = Metadata.of(METADATA.rows().stream().filter(row -> row.fold() != 1).toList());
    assertThatThrownBy(() -> Experiment.builder(gap, twoEncoders(), training()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fold 1 has no clips");
  }

  @Test
  void namesClipsThatWereNeverEncoded() {
    String clip = METADATA.rows().get(7).clipId();
    SyntheticCorpus corpus = twoEncoders().forgetting("b", clip);
    assertThatThrownBy(() -> Experiment.builder(METADATA, corpus, training()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 of 324 labeled clips")
        .hasMessageContaining("b")
        .hasMessageContaining(clip);
  }

  @Test
  void refusesAClassThatIsAbsentFromTraining() {
    Metadata noFear =
        Metadata.of(
            METADATA.rows().stream()
                .filter(row -> row.label().salience(Emotion.FEAR) == 0)
                .toList());
    assertThatThrownBy(() -> run(noFear, twoEncoders(), Protocol.NESTED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without folds [0, 1] no clip shows [fea]");
  }

  @Test
  void namesTheEncoderAndTheFoldsOfEmbeddingsThatCannotBeTrainedOn() {
    Set<String> inFoldTwo =
        METADATA.inFold(2).stream().map(MetadataRow::clipId).collect(Collectors.toSet());
    SyntheticCorpus corpus = twoEncoders().without("b", inFoldTwo);
    assertThatThrownBy(() -> run(METADATA, corpus, Protocol.NESTED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("encoder b has no embedding of any clip of fold 2 (no face found)");
  }

  @Test
  void headsSayWhereTheyComeFrom() {
    FoldModel model = run(METADATA, twoEncoders(), Protocol.NESTED).models().get(1);
    HeadProvenance a = Objects.requireNonNull(model.heads().get("a")).provenance();
    HeadProvenance b = Objects.requireNonNull(model.heads().get("b")).provenance();
    assertThat(a.encoderCheckpoint()).contains(SyntheticCorpus.CHECKPOINT);
    assertThat(b.encoderCheckpoint()).isEmpty();
    assertThat(a.notes())
        .containsEntry("folds", "[0, 1, 2]")
        .containsEntry("foldsLeftOut", "[1]")
        .containsEntry(
            "epochChosen", "mean of those best on a fold left out besides, of at most 12");
  }

  @Test
  void refusesEncodersThatStandTwice() {
    assertThatThrownBy(
            () ->
                Experiment.builder(METADATA, twoEncoders(), training())
                    .encoders(List.of("a", "a"))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[a, a]");
  }

  @Test
  void canBeInterrupted() {
    Experiment experiment = Experiment.builder(METADATA, twoEncoders(), training()).build();
    Thread self = Thread.currentThread();
    assertThatThrownBy(() -> experiment.run(self::interrupt))
        .isInstanceOf(InterruptedWorkException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Made anew each time, as by another process. */
  private static Experiment.Builder keptIn(Path folder, AtomicInteger epochs) {
    HeadTraining counted =
        HeadTraining.builder()
            .linear()
            .learningRate(0.02)
            .epochs(12)
            .seed(3)
            .listener(epoch -> epochs.incrementAndGet() > 0)
            .build();
    return Experiment.builder(METADATA, twoEncoders(), counted).keepIn(folder);
  }

  @Test
  void whatWasTrainedIsNotTrainedAgain(@TempDir Path folder) {
    AtomicInteger epochs = new AtomicInteger();
    Experiment first = keptIn(folder, epochs).build();
    ExperimentResult before = first.run(() -> {});
    FittedModel model = first.fit(() -> {});
    int trained = epochs.get();

    ExperimentResult again = keptIn(folder, epochs).build().run(() -> {});
    assertThat(epochs).hasValue(trained);
    assertThat(again.systems()).isEqualTo(before.systems());
    assertThat(again.systems()).isEqualTo(run(METADATA, twoEncoders(), Protocol.NESTED).systems());

    Experiment third = keptIn(folder, epochs).build();
    third.run(() -> {});
    FittedModel same = third.fit(() -> {});
    assertThat(epochs).hasValue(trained);
    assertThat(same.fitted()).isEqualTo(model.fitted());
    assertThat(Objects.requireNonNull(same.heads().get("a")).weights())
        .isEqualTo(Objects.requireNonNull(model.heads().get("a")).weights());
  }

  @Test
  void goesOnWhereItWasStopped(@TempDir Path folder) {
    AtomicInteger epochs = new AtomicInteger();
    Thread self = Thread.currentThread();
    AtomicInteger done = new AtomicInteger();
    Experiment stopped = keptIn(folder, epochs).threads(1).build();
    assertThatThrownBy(
            () ->
                stopped.run(
                    () -> {
                      if (done.incrementAndGet() == 5) {
                        self.interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedWorkException.class);
    assertThat(Thread.interrupted()).isTrue();

    AtomicInteger after = new AtomicInteger();
    ExperimentResult result = keptIn(folder, after).build().run(() -> {});
    assertThat(after.get()).isLessThanOrEqualTo(12 * (12 - 5));
    assertThat(result.systems()).isEqualTo(run(METADATA, twoEncoders(), Protocol.NESTED).systems());
  }

  @Test
  void aDamagedTrainingIsDoneAgain(@TempDir Path folder) throws IOException {
    AtomicInteger epochs = new AtomicInteger();
    ExperimentResult before = keptIn(folder, epochs).build().run(() -> {});
    epochs.set(0);
    try (Stream<Path> files = Files.list(folder)) {
      Path votes =
          files.filter(file -> file.toString().endsWith(".votes.json")).sorted().findFirst().get();
      Files.writeString(votes, "{");
    }
    assertThat(keptIn(folder, epochs).build().run(() -> {}).systems()).isEqualTo(before.systems());
    assertThat(epochs).hasValue(12);
  }

  @Test
  void saysBeforehandThatTheFolderCannotBeWritten(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> keptIn(file, new AtomicInteger()).build())
        .isInstanceOf(BlemoreException.class)
        .hasMessageContaining("cannot be written to");
  }

  @Test
  void fitsASystemOnAllClips() {
    Experiment experiment = Experiment.builder(METADATA, twoEncoders(), training()).build();
    AtomicInteger trained = new AtomicInteger();
    FittedModel model = experiment.fit(trained::incrementAndGet);
    assertThat(trained).hasValue(experiment.trainingsToFit());
    assertThat(model.heads().keySet()).containsExactly("a", "b");
    assertThat(Objects.requireNonNull(model.heads().get("a")).provenance().notes())
        .containsEntry("foldsLeftOut", "[]");
    WeightedFusion fusion = (WeightedFusion) model.fitted().fusion();
    assertThat(fusion.weights().get("a")).isGreaterThan(fusion.weights().get("b"));
  }

  @Test
  void tellsWhatIsLostWithoutEachEncoder() {
    ExperimentResult result = run(METADATA, twoEncoders(), Protocol.NESTED);
    double all = result.chosen().summary().score().mean();
    assertThat(result.ofKind(SystemResult.Kind.ABLATION))
        .extracting(SystemResult::name)
        .containsExactly("a", "b");
    for (SystemResult without : result.ofKind(SystemResult.Kind.ABLATION)) {
      assertThat(without.summary().score().mean()).isLessThan(all);
      assertThat(without.folds())
          .allSatisfy(fold -> assertThat(fold.weights()).doesNotContainKey(without.name()));
    }
  }

  @Test
  void goesOnWithoutWhatIsMissingIfAllowed() {
    String none = METADATA.rows().get(3).clipId();
    String one = METADATA.rows().get(7).clipId();
    SyntheticCorpus corpus =
        twoEncoders().forgetting("a", none).forgetting("b", none).forgetting("b", one);
    Experiment experiment = Experiment.builder(METADATA, corpus, training()).allowMissing().build();
    assertThat(experiment.coverage().withoutAny()).containsExactly(none);
    assertThat(experiment.metadata().rows()).hasSize(9 * 36 - 1);
    ExperimentResult result = experiment.run(() -> {});
    assertThat(result.system("b").folds().stream().mapToInt(FoldScore::unanswered).sum())
        .isEqualTo(1);
  }

  @Test
  void namesEmbeddingsWithoutALabel() {
    Metadata some = Metadata.of(METADATA.rows().subList(0, 9 * 36 - 2));
    assertThatThrownBy(() -> Experiment.builder(some, twoEncoders(), training()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 clips encoded by a have no label: A108_take34, A108_take35");
    assertThat(
            Experiment.builder(some, twoEncoders(), training())
                .allowMissing()
                .build()
                .coverage()
                .unlabeled())
        .containsOnlyKeys("a", "b");
  }

  @Test
  void aFoldMayHaveOneActor() {
    Metadata threeActors = SyntheticCorpus.metadata(3, 3);
    SyntheticCorpus corpus = new SyntheticCorpus().with("a", threeActors, 0.5);
    ExperimentResult result = run(threeActors, corpus, Protocol.NESTED);
    assertThat(result.system("a").summary().score().mean()).isGreaterThan(0.1);
    assertThat(result.system("a").comparedWith(result.system("a")).score().pValue()).isEqualTo(1);
  }

  @Test
  void everythingOfADesignIsFittedInsideTheTrainingFolds() {
    FusionDesign design =
        FusionDesign.builder("all of it", WeightSearch.likelihood(Pooling.GEOMETRIC))
            .calibration(CalibrationMethod.VECTOR)
            .thresholds(ThresholdSearch.stable())
            .personalized(Adaptation.BOTH)
            .risk(0.5)
            .build();
    FoldModel before = withDesign(METADATA, design).models().get(1);
    FoldModel after = withDesign(relabeled(METADATA, 1), design).models().get(1);
    assertThat(after.fitted()).isEqualTo(before.fitted());
    assertThat(before.fitted().personal()).isPresent();
    assertThat(before.fitted().abstention()).isPresent();
    assertThat(before.fitted().calibration()).isInstanceOf(VectorScaling.class);
  }

  private static ExperimentResult withDesign(Metadata metadata, FusionDesign design) {
    return Experiment.builder(metadata, twoEncoders(), training())
        .designs(List.of(design))
        .build()
        .run(() -> {});
  }

  @Test
  void everyAnswerCarriesWhatLedToIt() {
    FusionDesign design =
        FusionDesign.builder("calibrated", WeightSearch.equal(Pooling.ARITHMETIC))
            .calibration(CalibrationMethod.TEMPERATURE)
            .risk(0.2)
            .build();
    SystemResult result = withDesign(METADATA, design).chosen();
    assertThat(result.answers()).hasSize(9 * 36);
    assertThat(result.answers())
        .allSatisfy(
            answer -> {
              assertThat(answer.fused()).isPresent();
              assertThat(answer.distribution()).isPresent().isNotEqualTo(answer.fused());
              assertThat(answer.confidence()).isPresent();
            });
    long right =
        result.answers().stream()
            .filter(answer -> !answer.confidence().orElseThrow().isUncertain())
            .filter(Answer::hasRightEmotions)
            .count();
    long kept =
        result.answers().stream()
            .filter(answer -> !answer.confidence().orElseThrow().isUncertain())
            .count();
    assertThat(right / (double) kept).isGreaterThan(result.summary().presence().mean());
  }

  @Test
  void refusesAFeatureThatIsTheSameInAllClips() {
    SyntheticCorpus corpus = twoEncoders().allEqual("b");
    assertThatThrownBy(() -> run(METADATA, corpus, Protocol.NESTED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("encoder b, without folds [")
        .hasMessageContaining("are equal");
  }

  private static FusionDesign gated() {
    GateTraining gate =
        GateTraining.builder().dimension(16).best(1).learningRate(5e-3).epochs(8).seed(2).build();
    return FusionDesign.gated("gate", gate)
        .calibration(CalibrationMethod.TEMPERATURE)
        .risk(0.3)
        .build();
  }

  @Test
  void aGateIsADesignLikeOthers() {
    AtomicInteger trained = new AtomicInteger();
    Experiment experiment =
        Experiment.builder(METADATA, twoEncoders(), training()).designs(List.of(gated())).build();
    ExperimentResult result = experiment.run(trained::incrementAndGet);
    assertThat(trained).hasValue(experiment.trainings());
    double chance = score(result, "chance");
    assertThat(score(result, "gate")).isGreaterThan(3 * chance);
    assertThat(result.models().get(0).fitted().fusion()).isInstanceOf(GatedFusion.class);
    for (FoldScore fold : result.chosen().folds()) {
      assertThat(fold.weights()).containsOnlyKeys("a", "b");
      assertThat(fold.weights().values().stream().mapToDouble(Double::doubleValue).sum())
          .isCloseTo(1, within(1e-9));
    }
    assertThat(result.ofKind(SystemResult.Kind.ABLATION)).hasSize(2);
    FittedModel model = experiment.fit(() -> {});
    assertThat(model.fitted().fusion()).isInstanceOf(GatedFusion.class);
  }

  @Test
  void aGateChoosesNothingOnTheFoldItScores() {
    FittedFusion before = withDesign(METADATA, gated()).models().get(1).fitted();
    FittedFusion after = withDesign(relabeled(METADATA, 1), gated()).models().get(1).fitted();
    assertThat(after.rule()).isEqualTo(before.rule());
    assertThat(after.calibration()).isEqualTo(before.calibration());
    assertThat(after.abstention()).isEqualTo(before.abstention());
    List<Vote> votes = votes(METADATA.rows().get(0).clipId());
    assertThat(after.fusion().fuse(votes)).isEqualTo(before.fusion().fuse(votes));
  }

  private static List<Vote> votes(String clip) {
    EmotionDistribution any = Blend.single(Emotion.FEAR).softLabel();
    SyntheticCorpus corpus = twoEncoders();
    return List.of("a", "b").stream()
        .map(id -> Vote.cast((Embedding) corpus.find(id, clip).orElseThrow(), any))
        .toList();
  }
}
