package io.github.blemore.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Encoder;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.Modality;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.contract.ContractMedia;
import io.github.blemore.finetune.augment.VideoAugmentation;
import io.github.blemore.internal.Sha256;
import io.github.blemore.metrics.Scores;
import io.github.blemore.precomputed.PrecomputedEncoder;
import io.github.blemore.video.VideoMaeEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From movies to checkpoints, with all that is random in training. */
class EncoderFineTunerTest {

  private static final int EPOCHS = 3;

  /** Of 14 clips in each training that leaves a fold out. */
  private static final int STEPS = 2;

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static TinyCorpus corpus;
  private static Path undisturbed;
  private static FineTuneResult result;

  @BeforeAll
  static void adaptOnce() throws IOException {
    corpus = TinyCorpus.write(Files.createDirectory(shared.resolve("clips")));
    undisturbed = shared.resolve("adapted");
    result = run(FineTuneListener.NONE, undisturbed);
  }

  private static FineTuneSettings settings() {
    return FineTuneSettings.builder()
        .epochs(EPOCHS)
        .batch(8)
        .clipsAtOnce(5)
        .patience(0)
        .learningRate(5e-3)
        .layerDecay(0.9)
        .dropPath(0.2)
        .augmentation(VideoAugmentation.published())
        .seed(3)
        .build();
  }

  private static FineTuneResult run(FineTuneListener listener, Path out) throws IOException {
    return EncoderFineTuner.builder(Fixture.VIDEOMAE.encoder(), settings())
        .listener(listener)
        .build()
        .run(corpus.metadata(), corpus.clips(), out);
  }

  /** Every file of a run but the scratch ones, by its path, with its digest. */
  private static Map<String, String> files(Path out) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path root : List.of(out, EncoderFineTuner.trainings(out))) {
      for (Path file : TinyCorpus.files(root)) {
        String name = (root.equals(out) ? "out/" : "trainings/") + root.relativize(file);
        files.put(name, Sha256.of(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @Test
  void eachFoldIsPredictedByANetworkThatNeverSawIt() {
    assertThat(result.checkpoint()).isEqualTo(undisturbed);
    assertThat(result.missing()).isEmpty();
    assertThat(result.folds()).extracting(FoldResult::fold).containsExactly(0, 1, 2);
    assertThat(result.folds()).extracting(FoldResult::validationFold).containsExactly(1, 2, 0);
    for (FoldResult fold : result.folds()) {
      assertThat(fold.bestEpoch()).isBetween(1, EPOCHS);
      assertThat(fold.predictions().keySet())
          .containsExactlyInAnyOrderElementsOf(
              corpus.metadata().inFold(fold.fold()).stream().map(MetadataRow::clipId).toList());
      List<MetadataRow> rows = corpus.metadata().inFold(fold.fold());
      assertThat(fold.scores())
          .isEqualTo(
              Scores.of(
                  rows.stream().map(MetadataRow::label).toList(),
                  rows.stream().map(row -> decide(fold, row.clipId())).toList()));
    }
    List<Integer> epochs = result.folds().stream().map(FoldResult::bestEpoch).sorted().toList();
    assertThat(result.epochs()).isEqualTo(epochs.get(1));
    assertThat(result.summary().score().mean())
        .isCloseTo(
            result.folds().stream().mapToDouble(f -> f.scores().score()).average().orElseThrow(),
            within(1e-12));
  }

  private static Blend decide(FoldResult fold, String clip) {
    return fold.rule().decide(Objects.requireNonNull(fold.predictions().get(clip)));
  }

  /** Colors are easily told: chance is one in six. */
  @Test
  void itLearns() {
    Map<String, EmotionDistribution> predictions = result.predictions();
    long right =
        corpus.metadata().rows().stream()
            .filter(
                row ->
                    Objects.requireNonNull(predictions.get(row.clipId())).mostProbable()
                        == row.label().parts().get(0).emotion())
            .count();
    assertThat(right).isGreaterThan(corpus.metadata().rows().size() / 3);
  }

  @Test
  void theFusionReadsItsFeatures() {
    try (PrecomputedEncoder encoder =
        PrecomputedEncoder.builder(result.outOfFold())
            .id("adapted")
            .modality(Modality.BODY)
            .build()) {
      assertThat(encoder.clipIds()).isEqualTo(result.predictions().keySet());
      for (Map.Entry<String, EmotionDistribution> one : result.predictions().entrySet()) {
        float[] logs = ((Embedding) encoder.find("adapted", one.getKey()).orElseThrow()).vector();
        double[] p = one.getValue().toArray();
        for (int k = 0; k < p.length; k++) {
          assertThat(Math.exp(logs[k])).isCloseTo(p[k], within(1e-6));
        }
      }
    }
  }

  @Test
  void theEncoderReadsItsCheckpoint() {
    assertThat(vector(undisturbed)).isNotEqualTo(vector(Fixture.VIDEOMAE.folder()));
    Checkpoint checkpoint = Checkpoint.open(undisturbed);
    assertThat(checkpoint.isMadeUp()).isFalse();
    assertThat(checkpoint.names()).isEqualTo(Checkpoint.open(Fixture.VIDEOMAE.folder()).names());
  }

  private static float[] vector(Path checkpoint) {
    try (Encoder encoder = VideoMaeEncoder.builder(checkpoint).device(Device.cpu()).build()) {
      return ((Embedding)
              encoder.encode(List.of(ContractMedia.random(encoder.info().needs(), 1))).get(0))
          .vector();
    }
  }

  @Test
  void aTrainingGoesOnWithItsHead() {
    try (TrainingSession session =
        TrainingSession.open(
            VideoMaeEncoder.builder(undisturbed).device(Device.cpu()),
            FineTuneSettings.builder().build())) {
      for (String name : List.of("classifier.weight", "classifier.bias")) {
        assertThat(session.weights().get(name))
            .containsExactly(Checkpoint.open(undisturbed).tensor(name).toFloats());
      }
    }
  }

  @Test
  void aSecondRunChangesNothing() throws IOException {
    Map<String, String> before = files(undisturbed);
    FileTime written = Files.getLastModifiedTime(undisturbed.resolve("model.safetensors"));
    List<String> steps = new ArrayList<>();
    FineTuneResult again =
        run(
            new FineTuneListener() {
              @Override
              public void onStep(String training, int epoch, int step, int count) {
                steps.add(training);
              }
            },
            undisturbed);
    assertThat(steps).isEmpty();
    assertThat(again).isEqualTo(result);
    assertThat(files(undisturbed)).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(undisturbed.resolve("model.safetensors")))
        .isEqualTo(written);
  }

  @Test
  void aCheckpointThatWasDeletedIsWrittenAgain() throws IOException {
    TinyCorpus.copy(shared, folder);
    Path out = folder.resolve("adapted");
    Map<String, String> before = files(out);
    TinyCorpus.delete(out);
    run(FineTuneListener.NONE, out);
    assertThat(files(out)).isEqualTo(before);
  }

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Ends a run after some steps: as a crash does, with what was on the disk. */
  private record Stopping(int steps, List<String> taken, boolean interrupting)
      implements FineTuneListener {

    @Override
    public void onStep(String training, int epoch, int step, int count) {
      taken.add(training);
      if (taken.size() == steps) {
        if (!interrupting) {
          throw new Stop();
        }
        Thread.currentThread().interrupt();
      }
    }
  }

  /** In the second epoch, in a later fold, on all clips. */
  @ParameterizedTest
  @ValueSource(ints = {STEPS + 1, EPOCHS * STEPS + 3, 3 * EPOCHS * STEPS + 3})
  void aStoppedRunGoesOnAsIfItHadNotBeen(int steps) throws IOException {
    Path out = folder.resolve("adapted");
    List<String> taken = new ArrayList<>();
    assertThatThrownBy(() -> run(new Stopping(steps, taken, false), out)).isInstanceOf(Stop.class);
    FineTuneResult whole = run(FineTuneListener.NONE, out);
    assertThat(files(out)).isEqualTo(files(undisturbed));
    assertThat(whole.predictions()).isEqualTo(result.predictions());
  }

  @Test
  void anInterruptedRunGoesOnToo() throws IOException {
    Path out = folder.resolve("adapted");
    assertThatThrownBy(() -> run(new Stopping(STEPS + 1, new ArrayList<>(), true), out))
        .isInstanceOf(InterruptedWorkException.class);
    assertThat(Thread.interrupted()).isTrue();
    List<String> taken = new ArrayList<>();
    run(new Stopping(Integer.MAX_VALUE, taken, false), out);
    assertThat(files(out)).isEqualTo(files(undisturbed));
    assertThat(taken.stream().collect(Collectors.groupingBy(name -> name)).get("fold 0"))
        .as("the first epoch is not repeated")
        .hasSize((EPOCHS - 1) * STEPS);
  }

  @Test
  void soundsOfSeveralLengthsAreTrainedOn() throws IOException {
    FineTuneSettings quick =
        FineTuneSettings.builder().epochs(1).batch(6).dropPath(0.1).recompute().build();
    FineTuneResult spoken =
        EncoderFineTuner.builder(Fixture.WAV2VEC2.encoder(), quick)
            .build()
            .run(corpus.metadata(), corpus.clips(), folder.resolve("spoken"));
    assertThat(spoken.predictions()).hasSize(corpus.metadata().rows().size());
    assertThat(Checkpoint.open(spoken.checkpoint()).names())
        .containsAll(Checkpoint.open(Fixture.WAV2VEC2.folder()).names());
  }
}
