package io.github.blemore.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.Device;
import io.github.blemore.Emotion;
import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.head.NativeArrays;
import io.github.blemore.head.TrainingSet;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GateTrainingTest {

  private static final List<TrainingSet> TRAIN = MadeUp.sets(1, 144, "a", "b", "c");
  private static final List<TrainingSet> VALIDATION = MadeUp.sets(2, 72, "a", "b", "c");

  private static GateTraining.Builder quick() {
    return GateTraining.builder().dimension(16).best(2).learningRate(1e-2).seed(7);
  }

  @Test
  void learnsWhatCanBeLearned() {
    TrainedGate trained = quick().epochs(20).build().fit(TRAIN, VALIDATION);

    assertThat(trained.best().validation().orElseThrow().scores().presence()).isGreaterThan(0.5);
    assertThat(trained.epochs().get(19).presenceLoss())
        .isLessThan(trained.epochs().get(0).presenceLoss() / 3);
    assertThat(trained.epochs().get(19).salienceLoss())
        .isLessThan(trained.epochs().get(0).salienceLoss() / 2);
    assertThat(trained.absent()).isEmpty();
    assertThat(trained.seconds()).isPositive();
  }

  @Test
  void theFusionIsThatOfTheFirstEpochWithTheHighestScore() {
    List<GateEpoch> heard = new ArrayList<>();
    GateTraining training = quick().epochs(12).listener(heard::add).build();
    TrainedGate trained = training.fit(TRAIN, VALIDATION);
    int best = trained.fusion().provenance().epoch();

    assertThat(trained.epochs()).isEqualTo(heard).hasSize(12);
    assertThat(best).isLessThan(12);
    assertThat(trained.best()).isSameAs(heard.get(best - 1));
    for (GateEpoch epoch : heard) {
      assertThat(epoch.score() < trained.best().score() || epoch.epoch() >= best).isTrue();
      assertThat(epoch.score()).isLessThanOrEqualTo(trained.best().score());
    }
    assertThat(training.fit(TRAIN, best).fusion().weights()).isEqualTo(trained.fusion().weights());
    assertThat(trained.fusion().provenance().validation()).isEqualTo(trained.best().validation());
  }

  @Test
  void withoutValidationItIsTheLastEpochs() {
    TrainedGate trained = quick().build().fit(TRAIN, 3);

    assertThat(trained.epochs()).hasSize(3);
    assertThat(trained.fusion().provenance().epoch()).isEqualTo(3);
    assertThat(trained.fusion().provenance().settings().epochs()).isEqualTo(3);
    assertThat(trained.fusion().provenance().validation()).isEmpty();
  }

  @Test
  void theSeedDecidesTheFusion() {
    GateWeights weights = quick().build().fit(TRAIN, 2).fusion().weights();
    GateTraining other =
        GateTraining.builder().dimension(16).best(2).learningRate(1e-2).seed(8).build();

    assertThat(quick().build().fit(TRAIN, 2).fusion().weights()).isEqualTo(weights);
    assertThat(other.fit(TRAIN, 2).fusion().weights()).isNotEqualTo(weights);
  }

  @Test
  void trainingsAtTheSameTimeGiveWhatEachGivesAlone() throws Exception {
    GateTraining training = GateTraining.builder().build();
    Callable<TrainedGate> again = () -> training.fit(TRAIN, 4);
    GateWeights alone = again.call().fusion().weights();

    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<TrainedGate> other : threads.invokeAll(Collections.nCopies(4, again))) {
        assertThat(other.get().fusion().weights()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void nothingNativeIsLeft() throws Exception {
    GateTraining training = quick().epochs(2).build();
    GateTraining diverging =
        GateTraining.builder().learningRate(1e30).epochs(50).allowAbsentClasses().build();
    training.fit(TRAIN, VALIDATION);
    int before = NativeArrays.count();
    for (int i = 0; i < 3; i++) {
      training.fit(TRAIN, VALIDATION);
      assertThatThrownBy(() -> diverging.fit(TRAIN, VALIDATION))
          .isInstanceOf(InferenceException.class);
    }

    assertThat(NativeArrays.count()).isEqualTo(before);
  }

  @Test
  void anInterruptStopsIt() throws Exception {
    int before = NativeArrays.count();
    GateTraining training =
        quick().epochs(1000).listener(epoch -> interruptAfter(epoch, 2)).build();

    assertThatThrownBy(() -> training.fit(TRAIN, VALIDATION))
        .isInstanceOf(InterruptedWorkException.class)
        .hasMessageContaining("after epoch 2 of 1000");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(NativeArrays.count()).isEqualTo(before);
  }

  private static void interruptAfter(GateEpoch epoch, int last) {
    if (epoch.epoch() == last) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aLossThatIsNoNumberIsTold() {
    GateTraining training = GateTraining.builder().learningRate(1e38).build();

    assertThatThrownBy(() -> training.fit(TRAIN, 50))
        .isInstanceOf(InferenceException.class)
        .hasMessageContainingAll("the loss is", "smaller learning rate");
  }

  /** One step, whose loss is that before it: only the weights show what happened. */
  @Test
  void weightsThatAreNoNumbersAreTold() {
    GateTraining training = GateTraining.builder().learningRate(1e39).batchSize(1000).build();

    assertThatThrownBy(() -> training.fit(TRAIN, 1))
        .isInstanceOf(InferenceException.class)
        .hasMessageContainingAll("a weight is", "smaller learning rate");
  }

  @Test
  void anEmotionNoClipShowsIsTold() {
    List<TrainingSet> few = MadeUp.sets(1, 3, "a", "b");
    TrainedGate trained = GateTraining.builder().allowAbsentClasses().build().fit(few, 1);

    assertThat(trained.absent())
        .containsExactlyInAnyOrder(Emotion.HAPPINESS, Emotion.SADNESS, Emotion.NEUTRAL);
    assertThatThrownBy(() -> quick().build().fit(few, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[hap, sad, neu]", "allowAbsentClasses()");
  }

  @Test
  void anEncoderWithoutValidationClipsIsMissingThere() {
    TrainedGate trained = quick().epochs(2).build().fit(TRAIN, VALIDATION.subList(0, 1));

    assertThat(trained.fusion().encoderIds()).containsExactly("a", "b", "c");
    assertThat(trained.best().validation()).isPresent();
  }

  @Test
  void setsThatDoNotGoTogetherAreRefused() {
    GateTraining training = quick().build();
    TrainingSet a = TRAIN.get(0);

    assertRefused(() -> training.fit(List.of(), 1), "no training set");
    assertRefused(() -> training.fit(TRAIN, List.of()), "no validation set");
    assertRefused(() -> training.fit(List.of(a, a), 1), "two sets are of encoder a");
    assertRefused(
        () -> training.fit(List.of(a, other("x", "clip-1-0", 2)), 1),
        "clip-1-0 shows fea 100 in the set of x, ang 100");
    assertRefused(
        () -> training.fit(TRAIN, TRAIN.subList(1, 2)), "is for training and for validation");
    assertRefused(() -> training.fit(TRAIN, List.of(other("x", "y", 2))), "[x], too: trained are");
    assertRefused(
        () -> training.fit(TRAIN, List.of(other("a", "y", 2))),
        "encoder a has 9 values in training, 2 in validation");
    assertRefused(() -> training.fit(TRAIN, 0), "epochs is 0");
  }

  private static TrainingSet other(String encoderId, String clipId, int dimension) {
    return TrainingSet.builder(encoderId)
        .add(clipId, Blend.single(Emotion.FEAR), new float[dimension])
        .build();
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aFeatureFarOutsideTrainingIsToldWithItsClip() {
    TrainingSet.Builder train = TrainingSet.builder("x");
    for (Emotion emotion : Emotion.classOrder()) {
      train.add(emotion.code(), Blend.single(emotion), new float[] {emotion.index() * 1e-38f});
    }
    TrainingSet far =
        TrainingSet.builder("x")
            .add("far", Blend.single(Emotion.FEAR), new float[] {1e30f})
            .build();

    assertRefused(
        () -> quick().build().fit(List.of(train.build()), List.of(far)),
        "clip far: feature 0 of x is Infinity");
  }

  @Test
  void theProvenanceSaysWhatWasTrained() {
    String hash = "0123456789abcdef".repeat(4);
    GateProvenance provenance =
        quick()
            .encoderCheckpoint("b", hash)
            .encoderCheckpoint("not-here", hash)
            .note("folds", "0 1")
            .device(Device.auto())
            .thresholds(ThresholdSearch.exact())
            .build()
            .fit(TRAIN, 1)
            .fusion()
            .provenance();

    assertThat(provenance.encoderCheckpoints()).containsOnlyKeys("b").containsValue(hash);
    assertThat(provenance.notes()).containsEntry("folds", "0 1");
    assertThat(provenance.device()).isNotEmpty();
    assertThat(provenance.settings())
        .isEqualTo(new GateSettings(16, 2, 0.5, 0.1, 1e-2, 1, 32, 0.01, 7));
  }

  @Test
  void theDefaultsAreThoseSaid() {
    assertThat(GateTraining.builder().build().settings())
        .isEqualTo(new GateSettings(64, 4, 0.5, 0.1, 1e-3, 60, 32, 0.01, 0));
  }

  @Test
  void optionsAreCheckedAndSetOnce() {
    assertRefused(() -> GateTraining.builder().seed(1).seed(1), "seed is set twice");
    assertRefused(() -> GateTraining.builder().best(1).best(1), "best encoders is set twice");
    assertRefused(
        () -> GateTraining.builder().note("folds", "0").note("folds", "1"),
        "note folds is set twice");
    assertRefused(
        () -> GateTraining.builder().encoderCheckpoint("a", "abc"), "checkpoint of a is abc");
    assertRefused(() -> GateTraining.builder().dimension(1).build(), "dimension is 1");
    assertRefused(() -> GateTraining.builder().best(0).build(), "best encoders is 0");
    assertRefused(() -> GateTraining.builder().presenceShare(1.1).build(), "share is 1.1");
    assertRefused(() -> GateTraining.builder().presenceShare(Double.NaN).build(), "share is NaN");
    assertRefused(() -> GateTraining.builder().encoderDropout(1).build(), "dropout is 1.0");
    assertRefused(() -> GateTraining.builder().learningRate(0).build(), "learning rate is 0.0");
    assertRefused(() -> GateTraining.builder().epochs(0).build(), "epochs is 0");
    assertRefused(() -> GateTraining.builder().batchSize(0).build(), "batch size is 0");
    assertRefused(() -> GateTraining.builder().weightDecay(-1).build(), "weight decay is -1.0");
  }

  @Test
  void reportsSayWhatTheyAre() {
    TrainedGate trained = quick().epochs(2).build().fit(TRAIN, VALIDATION);

    assertThat(trained.epochs().get(1).toString())
        .matches(
            "epoch 2: presence loss \\d\\.\\d{3}, salience loss \\d\\.\\d{3}, score \\d\\.\\d{3}");
    assertThat(quick().build().fit(TRAIN, 1).epochs().get(0).toString())
        .matches("epoch 1: presence loss \\d\\.\\d{3}, salience loss \\d\\.\\d{3}");
    assertThat(trained.best().loss())
        .isEqualTo(trained.best().presenceLoss() + trained.best().salienceLoss());
  }
}
