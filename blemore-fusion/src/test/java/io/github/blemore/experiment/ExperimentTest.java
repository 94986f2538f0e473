package io.github.blemore.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.head.HeadProvenance;
import io.github.blemore.head.HeadTraining;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

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
    assertThat(after.rule()).isEqualTo(before.rule());
    assertThat(after.fusion()).isEqualTo(before.fusion());
    for (String encoder : List.of("a", "b")) {
      assertThat(votes(after, encoder, corpus)).isEqualTo(votes(before, encoder, corpus));
    }

    FoldModel chosenBefore = run(METADATA, corpus, Protocol.CHALLENGE).models().get(1);
    FoldModel chosenAfter = run(relabeled, corpus, Protocol.CHALLENGE).models().get(1);
    assertThat(chosenAfter.rule()).isNotEqualTo(chosenBefore.rule());
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
        .hasMessageContaining("1 of 324 clips")
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
        .hasMessageContaining("encoder b, without folds [");
  }

  @Test
  void headsSayWhereTheyComeFrom() {
    FoldModel model = run(METADATA, twoEncoders(), Protocol.NESTED).models().get(1);
    HeadProvenance a = Objects.requireNonNull(model.heads().get("a")).provenance();
    HeadProvenance b = Objects.requireNonNull(model.heads().get("b")).provenance();
    assertThat(a.encoderCheckpoint()).contains(SyntheticCorpus.CHECKPOINT);
    assertThat(b.encoderCheckpoint()).isEmpty();
    assertThat(a.notes())
        .containsEntry("protocol", "nested")
        .containsEntry("folds", "[0, 1, 2]")
        .containsEntry("foldsLeftOut", "[1]")
        .containsEntry(
            "epochChosen",
            "mean of the best ones when another fold was left out too, of at most 12");
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
}
