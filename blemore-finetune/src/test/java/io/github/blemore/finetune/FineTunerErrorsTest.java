package io.github.blemore.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Clip;
import io.github.blemore.Device;
import io.github.blemore.InferenceException;
import io.github.blemore.ModelException;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.finetune.files.TrainedTensor;
import io.github.blemore.finetune.files.TrainingState;
import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.video.VideoMaeEncoder;
import io.github.blemore.vision.ClipVisionEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is said, where, and what was good before stays. */
class FineTunerErrorsTest {

  private static final String WEIGHTS = "model.safetensors";

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static TinyCorpus corpus;
  private Path out;

  @BeforeAll
  static void film() throws IOException {
    corpus = TinyCorpus.write(Files.createDirectory(shared.resolve("clips")));
    tuner(settings())
        .build()
        .run(corpus.metadata(), corpus.clips(), shared.resolve("finished/adapted"));
  }

  /** A run that is over, as if it had been here. */
  private void copyFinished() throws IOException {
    TinyCorpus.copy(shared.resolve("finished"), folder);
  }

  @BeforeEach
  void name() {
    out = folder.resolve("adapted");
  }

  private static FineTuneSettings.Builder settings() {
    return FineTuneSettings.builder().epochs(2).batch(14).patience(0);
  }

  private static EncoderFineTuner.Builder tuner(FineTuneSettings.Builder settings) {
    return EncoderFineTuner.builder(Fixture.VIDEOMAE.encoder(), settings.build());
  }

  private FineTuneResult run(EncoderFineTuner.Builder tuner, TinyCorpus on) throws IOException {
    return tuner.build().run(on.metadata(), on.clips(), out);
  }

  private void requireRefused(EncoderFineTuner.Builder tuner, TinyCorpus on, String... words) {
    assertThatThrownBy(() -> run(tuner, on))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  private static FineTuneListener afterEpoch(Consumer<FineTuneEpoch> action) {
    return new FineTuneListener() {
      @Override
      public void onEpoch(FineTuneEpoch epoch) {
        action.accept(epoch);
      }
    };
  }

  private static void requireLoadable(Path checkpoint) {
    assertThatCode(() -> VideoMaeEncoder.builder(checkpoint).device(Device.cpu()).build().close())
        .doesNotThrowAnyException();
  }

  @Test
  void oneClassOnly() {
    TinyCorpus angry = corpus.only(row -> row.clipId().endsWith("_0"));
    requireRefused(
        tuner(settings()),
        angry,
        "without folds 0 and 1, the clips to learn from show [ang]: must show two emotions");
    requireRefused(
        tuner(settings()).allowAbsentClasses(), angry, "show [ang]: must show two emotions");
  }

  @Test
  void someClassesAreAbsent() throws IOException {
    TinyCorpus glad = corpus.only(row -> !row.clipId().endsWith("_4"));
    requireRefused(tuner(settings()), glad, "show [ang, disg, fea, hap, neu]: must show all six");
    FineTuneResult result =
        run(tuner(FineTuneSettings.builder().epochs(1)).allowAbsentClasses(), glad);
    assertThat(result.predictions()).hasSize(glad.metadata().rows().size());
  }

  @Test
  void twoFolds() {
    requireRefused(
        tuner(settings()),
        corpus.only(row -> row.fold() != 2),
        "the metadata have folds [0, 1]: must be three or more",
        "Metadata.withFolds");
  }

  @Test
  void clipsThatAreMissing() {
    List<Clip> most = corpus.clips().subList(2, corpus.clips().size());
    TinyCorpus less = new TinyCorpus(corpus.metadata(), most);
    requireRefused(
        tuner(settings()),
        less,
        "2 of 42 clips cannot be used: A900_take_0: no file of this clip; A900_take_1: no",
        "allowMissing()");
  }

  @Test
  void aFoldOfWhichAllClipsAreMissing() {
    List<Clip> without =
        corpus.clips().stream()
            .filter(clip -> !clip.id().startsWith("A901") && !clip.id().startsWith("A904"))
            .toList();
    requireRefused(
        tuner(settings()).allowMissing(),
        new TinyCorpus(corpus.metadata(), without),
        "fold 1 has no clips that can be used: nobody is left to choose the epoch by");
  }

  @Test
  void aClipThatCannotBeDecodedIsLeftOutIfAllowed() throws IOException {
    Path broken = Files.writeString(folder.resolve("A905_take_6.mov"), "no movie");
    List<Clip> clips =
        corpus.clips().stream()
            .map(one -> one.id().equals("A905_take_6") ? Clip.of(broken).withId(one.id()) : one)
            .toList();
    TinyCorpus damaged = new TinyCorpus(corpus.metadata(), clips);
    requireRefused(tuner(settings()), damaged, "1 of 42 clips cannot be used: A905_take_6: ");
    FineTuneResult result = run(tuner(settings()).allowMissing(), damaged);
    assertThat(result.missing()).containsOnlyKeys("A905_take_6");
    assertThat(result.predictions()).hasSize(41).doesNotContainKey("A905_take_6");
  }

  /** A classifier of weights near the largest number: logits are infinite from the first clip. */
  @Test
  void aLossThatIsNoNumberFromTheFirstStep() throws IOException {
    Path huge = Files.createDirectory(folder.resolve("huge"));
    Files.copy(Fixture.VIDEOMAE.folder().resolve("config.json"), huge.resolve("config.json"));
    SafeTensors tensors = SafeTensors.map(Fixture.VIDEOMAE.folder().resolve(WEIGHTS));
    SafeTensorsWriter writer = new SafeTensorsWriter();
    for (String name : tensors.names()) {
      float[] values = tensors.get(name).toFloats();
      writer.add(
          name,
          name.equals("classifier.weight") ? huge(values.length) : values,
          tensors.get(name).shape());
    }
    writer.write(huge.resolve(WEIGHTS));
    CheckpointEncoderBuilder<?> encoder = VideoMaeEncoder.builder(huge).device(Device.cpu());
    assertThatThrownBy(() -> run(EncoderFineTuner.builder(encoder, settings().build()), corpus))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("fold 0 diverged in epoch 1, step 1 of 1: loss NaN")
        .hasMessageContaining("with clips [A90")
        .hasMessageContaining("no epoch was over; take a smaller learning rate");
    assertThat(out).doesNotExist();
  }

  private static float[] huge(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i % 2 == 0 ? 3e38f : -3e38f;
    }
    return values;
  }

  /** A run that stopped, and whose state then has weights no step can be taken from. */
  @Test
  void aLossThatIsNoNumberLater() throws IOException {
    stopAfterTheFirstEpoch(settings());
    Path fold = EncoderFineTuner.trainings(out).resolve("fold-0");
    TrainingState state = TrainingState.read(fold.resolve("state.safetensors"));
    Map<String, TrainingState.Parameter> poisoned = new LinkedHashMap<>(state.parameters());
    TrainingState.Parameter head = state.parameter("classifier.weight");
    poisoned.put(
        "classifier.weight",
        new TrainingState.Parameter(
            new TrainedTensor(head.value().shape(), () -> huge(6 * 32)),
            head.first(),
            head.second()));
    TrainingState.of(state.settings(), state.progress(), poisoned)
        .write(fold.resolve("state.safetensors"));
    assertThatThrownBy(() -> run(tuner(settings()), corpus))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("fold 0 diverged in epoch 2, step 1 of 1")
        .hasMessageContaining("with clips [A90")
        .hasMessageContaining("the network of epoch 1 stays in " + fold.resolve("checkpoint"));
    requireLoadable(fold.resolve("checkpoint"));
  }

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void stopAfterTheFirstEpoch(FineTuneSettings.Builder settings) {
    EncoderFineTuner.Builder stopping =
        tuner(settings)
            .listener(
                afterEpoch(
                    epoch -> {
                      throw new Stop();
                    }));
    assertThatThrownBy(() -> run(stopping, corpus)).isInstanceOf(Stop.class);
  }

  @Test
  void otherSettingsThanThoseOfTheStoppedRun() {
    stopAfterTheFirstEpoch(settings());
    requireRefused(
        tuner(settings().learningRate(1e-5).seed(4)),
        corpus,
        "the stopped run cannot go on with other settings",
        "learningRate: was 1.0E-4, is 1.0E-5; seed: was 0, is 4)");
    requireRefused(
        tuner(settings()),
        corpus.only(row -> !row.clipId().equals("A905_take_6")),
        "clips: was 42, SHA-256",
        "is 41, SHA-256");
  }

  @Test
  void otherSettingsThanThoseOfTheRunThatIsOver() throws IOException {
    copyFinished();
    byte[] before = Files.readAllBytes(out.resolve(WEIGHTS));
    requireRefused(tuner(settings().dropPath(0.1)), corpus, "(dropPath: was 0.0, is 0.1)");
    assertThat(Files.readAllBytes(out.resolve(WEIGHTS))).isEqualTo(before);
  }

  @Test
  void aBestNetworkThatIsGone() throws IOException {
    FineTuneSettings.Builder settings = settings().learningRate(1e-12);
    EncoderFineTuner.Builder stopping =
        tuner(settings)
            .listener(
                afterEpoch(
                    epoch -> {
                      if (epoch.epoch() == 2) {
                        throw new Stop();
                      }
                    }));
    assertThatThrownBy(() -> run(stopping, corpus)).isInstanceOf(Stop.class);
    Path fold = EncoderFineTuner.trainings(out).resolve("fold-0");
    TinyCorpus.delete(fold.resolve("checkpoint"));
    assertThatThrownBy(() -> run(tuner(settings().learningRate(1e-12)), corpus))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("checkpoint is gone, the best network of fold 0, of epoch 1: delete");
  }

  /** A folder of the name of the file: nothing can be written there. */
  @Test
  void aStateThatCannotBeWritten() throws IOException {
    Path fold = EncoderFineTuner.trainings(out).resolve("fold-0");
    EncoderFineTuner.Builder blocking =
        tuner(settings()).listener(afterEpoch(epoch -> block(fold.resolve("state.safetensors"))));
    assertThatThrownBy(() -> run(blocking, corpus))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("training state " + fold.resolve("state.safetensors"))
        .hasMessageContaining("cannot be written");
    requireLoadable(fold.resolve("checkpoint"));
  }

  private static void block(Path file) {
    try {
      Files.delete(file);
      Files.writeString(Files.createDirectory(file).resolve("full"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file when the last fold is over. */
  private static FineTuneListener afterFolds(Path stranger) {
    return new FineTuneListener() {
      @Override
      public void onFold(FoldResult fold) {
        if (fold.fold() == 2) {
          try {
            Files.writeString(stranger, "mine");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
    };
  }

  /** Another's file is in the way when the training on all clips is done again. */
  @Test
  void aCheckpointThatCannotBeWritten() throws IOException {
    copyFinished();
    byte[] before = Files.readAllBytes(out.resolve(WEIGHTS));
    Files.delete(EncoderFineTuner.trainings(out).resolve("state.safetensors"));
    Path stranger = out.resolve("notes.txt");
    EncoderFineTuner.Builder disturbed = tuner(settings()).listener(afterFolds(stranger));
    assertThatThrownBy(() -> run(disturbed, corpus))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the adapted checkpoint cannot be written to " + out)
        .hasMessageContaining("notes.txt")
        .hasMessageContaining("what was there stays as it was");
    assertThat(Files.readAllBytes(out.resolve(WEIGHTS))).isEqualTo(before);
    requireLoadable(out);
    Files.delete(stranger);
    run(tuner(settings()), corpus);
    assertThat(Files.readAllBytes(out.resolve(WEIGHTS))).isEqualTo(before);
  }

  @Test
  void afterEachEpochStateAndNetworkAreOnTheDisk() {
    Path fold = EncoderFineTuner.trainings(out).resolve("fold-0");
    List<Integer> epochs = new ArrayList<>();
    EncoderFineTuner.Builder looking =
        tuner(settings())
            .listener(
                afterEpoch(
                    epoch -> {
                      Path state = fold.resolve("state.safetensors");
                      assertThat(TrainingState.read(state).progress().epoch())
                          .isEqualTo(epoch.epoch());
                      requireLoadable(fold.resolve("checkpoint"));
                      epochs.add(epoch.epoch());
                      if (epoch.epoch() == 2) {
                        throw new Stop();
                      }
                    }));
    assertThatThrownBy(() -> run(looking, corpus)).isInstanceOf(Stop.class);
    assertThat(epochs).containsExactly(1, 2);
  }

  @Test
  void partsThatAreNotThereOrAllThereIs() {
    requireRefused(
        tuner(settings().freeze("decoder")), corpus, "freeze is [decoder]: no tensor's name has");
    requireRefused(tuner(settings().freezeLayers(4)), corpus, "everything is frozen");
  }

  @Test
  void aFamilyThatCannotBeTrained() throws IOException {
    Path clip = MadeUpCheckpoint.of(MadeUpFamily.CLIP).write(folder.resolve("clip"));
    EncoderFineTuner.Builder tuner =
        EncoderFineTuner.builder(
            ClipVisionEncoder.builder(clip).device(Device.cpu()), settings().build());
    requireRefused(tuner, corpus, "cannot be trained: must be of videomae, timesformer");
  }

  @Test
  void anOptionOfTheTunerSetTwice() {
    EncoderFineTuner.Builder tuner = tuner(settings()).allowMissing().allowAbsentClasses();
    assertThatThrownBy(tuner::allowMissing).hasMessage("allowMissing is set twice: true");
    assertThatThrownBy(tuner::allowAbsentClasses)
        .hasMessage("allowAbsentClasses is set twice: true");
    tuner.listener(FineTuneListener.NONE);
    assertThatThrownBy(() -> tuner.listener(FineTuneListener.NONE))
        .hasMessageContaining("listener is set twice");
  }

  @Test
  void aDamagedResult() throws IOException {
    copyFinished();
    Path file = EncoderFineTuner.trainings(out).resolve("fold-1").resolve("result.json");
    Files.writeString(file, Files.readString(file).replace("\"alpha\"", "\"alpa\""));
    assertThatThrownBy(() -> run(tuner(settings()), corpus))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(file + " is damaged")
        .hasMessageContaining("delete it to train again");
    Files.delete(file);
    assertThat(run(tuner(settings()), corpus).folds()).hasSize(3);
  }

  @Test
  void metadataWithoutRows() {
    assertThatThrownBy(
            () -> tuner(settings()).build().run(Metadata.of(List.of()), corpus.clips(), out))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
