package io.github.blemore.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Device;
import io.github.blemore.InferenceException;
import io.github.blemore.Precision;
import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.speech.WavLmEncoder;
import io.github.blemore.torch.TorchDevice;
import io.github.blemore.video.VideoMaeEncoder;
import io.github.blemore.vision.ClipVisionEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingSessionTest {

  private static final double RATE = 1e-3;

  @TempDir private Path folder;

  private static float learn(Fixture model, TrainingSession session) {
    return session.learn(model.input(), model.labels(), Fixture.BATCH, 0);
  }

  /** bf16 has eight bits: three digits are lost in a product, none in the weights' steps. */
  @ParameterizedTest
  @EnumSource
  void inBf16TheLossFallsAsInFloat32(Fixture model) {
    assumeThat(TorchDevice.of(Device.cpu()).hasBf16()).as("bf16").isTrue();
    float[] wide = losses(model, Precision.FLOAT32);
    float[] narrow = losses(model, Precision.BF16);
    assertThat(narrow[0]).isNotEqualTo(wide[0]);
    assertThat(narrow[20]).isLessThan(narrow[0] / 4);
    for (int step = 0; step <= 20; step++) {
      assertThat(narrow[step]).isCloseTo(wide[step], within(0.03f * wide[0]));
    }
  }

  private static float[] losses(Fixture model, Precision precision) {
    FineTuneSettings settings = Fixture.settings().layerDecay(1).build();
    float[] losses = new float[21];
    try (TrainingSession session =
        TrainingSession.open(model.encoder().precision(precision), settings)) {
      for (int step = 0; step <= 20; step++) {
        losses[step] = learn(model, session);
        session.step(RATE);
      }
    }
    return losses;
  }

  @Test
  void frozenPartsAndLayersStay() {
    FineTuneSettings settings =
        Fixture.settings().freezeLayers(1).freeze("encoder.layer.1.attention").build();
    Fixture model = Fixture.VIDEOMAE;
    try (TrainingSession session = model.open(settings)) {
      Map<String, float[]> before = session.weights();
      learn(model, session);
      session.step(RATE);
      Map<String, float[]> after = session.weights();
      assertThat(
              before.keySet().stream()
                  .filter(name -> Arrays.equals(after.get(name), before.get(name)))
                  .collect(Collectors.toSet()))
          .isEqualTo(
              before.keySet().stream()
                  .filter(
                      name ->
                          name.contains("embeddings.")
                              || name.contains("encoder.layer.1.attention."))
                  .collect(Collectors.toSet()))
          .hasSizeGreaterThan(5);
    }
  }

  @Test
  void aPartThatIsNotThereCannotBeFrozen() {
    FineTuneSettings settings = Fixture.settings().freeze("encoder.layer.7").build();
    assertThatThrownBy(() -> Fixture.VIDEOMAE.open(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freeze is [encoder.layer.7]: no tensor's name has it")
        .hasMessageContaining("videomae.embeddings");
  }

  /** {@code layer.1} is no part of {@code layer.11}, nor of {@code blayer.1}. */
  @Test
  void aPartGoesFromDotToDot() {
    FineTuneSettings settings = Fixture.settings().freeze("ncoder").build();
    assertThatThrownBy(() -> Fixture.VIDEOMAE.open(settings))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Base models of speech normalize before the first block, not after the last. */
  @Test
  void theNormBeforeTheBlocksIsNoPartOfTheHead() {
    try (TrainingSession session =
        Fixture.WAV2VEC2.open(Fixture.settings().freezeLayers(1).build())) {
      assertThat(session.parameters().stream().map(Parameter::name))
          .contains("classifier.weight", "wav2vec2.encoder.layers.0.layer_norm.weight")
          .noneMatch(name -> name.contains("encoder.layer_norm"));
    }
  }

  /** What WavLM's layers share is computed for each of them, as each goes back on its own. */
  @Test
  void recomputesWhatAllLayersLookAt() throws IOException {
    Path checkpoint = MadeUpCheckpoint.of(MadeUpFamily.WAVLM).seed(3).write(folder);
    Map<String, float[]> kept = wavLmGradients(checkpoint, FineTuneSettings.builder());
    Map<String, float[]> again = wavLmGradients(checkpoint, FineTuneSettings.builder().recompute());
    assertThat(kept).containsKey("encoder.layers.0.attention.rel_attn_embed.weight");
    assertSame(again, kept);
  }

  private static Map<String, float[]> wavLmGradients(
      Path checkpoint, FineTuneSettings.Builder settings) {
    float[] sound = new float[2 * 4000];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = (float) Math.sin(0.01 * i * (1 + i / 4000));
    }
    try (TrainingSession session =
        TrainingSession.open(
            WavLmEncoder.builder(checkpoint).device(Device.cpu()), settings.batch(2).build())) {
      session.learn(
          NpyArray.ofFloats(sound, 2, 4000), Fixture.WAV2VEC2.labels().subList(0, 2), 2, 0);
      return session.gradients();
    }
  }

  private static void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
    assertThat(found).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, values) ->
            assertThat(Fixture.difference(Objects.requireNonNull(found.get(name)), values))
                .as(name)
                .isLessThan(1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void recomputesWithTheInputFrozen(Fixture model) {
    Map<String, float[]> kept;
    try (TrainingSession session = model.open(Fixture.settings().freezeLayers(1).build())) {
      learn(model, session);
      kept = session.gradients();
    }
    try (TrainingSession session =
        model.open(Fixture.settings().freezeLayers(1).recompute().build())) {
      learn(model, session);
      assertSame(session.gradients(), kept);
    }
  }

  /** Java's memory is collected while PyTorch keeps what it needs for the way back. */
  @Test
  void gradientsDoNotDependOnWhatJavaCollects() throws InterruptedException {
    FineTuneSettings settings =
        FineTuneSettings.builder().keepHead().batch(Fixture.BATCH).dropPath(0.5).build();
    AtomicBoolean over = new AtomicBoolean();
    Thread collector =
        new Thread(
            () -> {
              while (!over.get()) {
                ByteBuffer.allocateDirect(1 << 12).putLong(0, -1);
                System.gc();
              }
            });
    try (TrainingSession session = Fixture.S4D_MOE.open(settings)) {
      learn(Fixture.S4D_MOE, session);
      Map<String, float[]> quiet = session.gradients();
      collector.start();
      for (int i = 0; i < 20; i++) {
        session.optimizer().clear();
        learn(Fixture.S4D_MOE, session);
        assertSame(session.gradients(), quiet);
      }
    } finally {
      over.set(true);
      collector.join();
    }
  }

  @Test
  void somethingMustBeLeftToTrain() {
    FineTuneSettings settings = Fixture.settings().freezeLayers(4).build();
    assertThatThrownBy(() -> Fixture.VIDEOMAE.open(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("everything is frozen (freeze [], freezeLayers 4 of 4)");
  }

  @Test
  void familiesThatCannotBeTrainedAreRefused() throws IOException {
    Path clip = MadeUpCheckpoint.of(MadeUpFamily.CLIP).write(folder);
    assertThatThrownBy(
            () ->
                TrainingSession.open(
                    ClipVisionEncoder.builder(clip), FineTuneSettings.builder().build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be trained")
        .hasMessageContaining("videomae, timesformer, s4d, wav2vec2, hubert or wavlm");
  }

  @Test
  void speechKeepsItsFeatureExtractorUnlessAsked() {
    Fixture model = Fixture.WAV2VEC2;
    try (TrainingSession frozen = model.open(Fixture.settings().build());
        TrainingSession trained = model.open(Fixture.settings().trainFeatureExtractor().build())) {
      learn(model, frozen);
      learn(model, trained);
      assertThat(frozen.gradients().keySet()).noneMatch(n -> n.contains("feature_extractor"));
      assertThat(trained.gradients().keySet()).anyMatch(n -> n.contains("feature_extractor"));
      assertThat(trained.trainedValues()).isGreaterThan(frozen.trainedValues());
    }
  }

  @Test
  void weightsCanBeReplaced() {
    Fixture model = Fixture.VIDEOMAE;
    try (TrainingSession session = model.open(Fixture.settings().build())) {
      session.replace("classifier.bias", new float[] {0, 0, 0, 0, 0, 9});
      float[] logits = session.logits(model.input());
      float[] before = model.floats("logits");
      assertThat(logits[5] - logits[4]).isGreaterThan(before[5] - before[4] + 8);
      assertThatThrownBy(() -> session.replace("classifier.bias", new float[5]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("5 values for tensor \"classifier.bias\": it has 6");
      assertThatThrownBy(() -> session.replace("classifier", new float[6]))
          .hasMessage("6 values for tensor \"classifier\": there is none");
    }
  }

  @Test
  void routersAddNoiseInTrainingOnlyAndByTheSeed() {
    Fixture model = Fixture.S4D_MOE;
    try (TrainingSession session = model.open(FineTuneSettings.builder().keepHead().build());
        TrainingSession silent = model.open(Fixture.settings().build())) {
      float noisy = session.learn(model.input(), model.labels(), Fixture.BATCH, 1);
      assertThat(session.learn(model.input(), model.labels(), Fixture.BATCH, 1)).isEqualTo(noisy);
      assertThat(session.learn(model.input(), model.labels(), Fixture.BATCH, 2))
          .isNotEqualTo(noisy);
      assertThat(learn(model, silent)).isNotEqualTo(noisy);
      assertThat(session.logits(model.input())).containsExactly(silent.logits(model.input()));
    }
  }

  /** What PyTorch really says when it gets no memory. */
  @Test
  void outOfMemoryIsSaidWithTheBatchAndAnEstimate() {
    FineTuneSettings settings = FineTuneSettings.builder().batch(16).clipsAtOnce(4).build();
    EngineException genuine = outOfMemory();
    InferenceException said = MemoryEstimate.explain(genuine, 4, 1L << 28, settings);
    assertThat(said)
        .hasCause(genuine)
        .hasMessageContaining("out of memory with 4 clips at once (batch 16)")
        .hasMessageContaining("take 4.00 GiB")
        .hasMessageContaining("fewer clipsAtOnce, or recompute");
    FineTuneSettings thrifty = FineTuneSettings.builder().recompute().build();
    assertThat(MemoryEstimate.explain(genuine, 4, 1L << 28, thrifty).getMessage())
        .doesNotContain("or recompute");
    assertThat(MemoryEstimate.explain(new EngineException("a shape"), 4, 1, settings))
        .hasMessage("training failed: a shape");
  }

  private static EngineException outOfMemory() {
    try (NDManager manager = TorchDevice.of(Device.cpu()).newManager()) {
      manager.zeros(new Shape(1L << 45));
      throw new AssertionError("128 TiB of memory");
    } catch (EngineException e) {
      return e;
    }
  }

  @Test
  void aWrongInputIsAnErrorOfTheNetwork() {
    try (TrainingSession session = Fixture.VIDEOMAE.open(Fixture.settings().build())) {
      assertThatThrownBy(
              () ->
                  session.learn(
                      Fixture.TIMESFORMER.input(), Fixture.VIDEOMAE.labels(), Fixture.BATCH, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("(4, 3, 3, 16, 16)");
      assertThat(learn(Fixture.VIDEOMAE, session)).isGreaterThan(0);
    }
  }

  @Test
  void aBareNetworkGetsAHeadThatLearns() throws IOException {
    Path bare = MadeUpCheckpoint.of(MadeUpFamily.VIDEOMAE).write(folder);
    try (TrainingSession session =
        TrainingSession.open(
            VideoMaeEncoder.builder(bare).device(Device.cpu()),
            FineTuneSettings.builder().build())) {
      assertThat(session.weights().get("classifier.bias")).containsOnly(0);
      assertThat(session.computesOn()).isEqualTo("cpu, float32");
    }
  }
}
