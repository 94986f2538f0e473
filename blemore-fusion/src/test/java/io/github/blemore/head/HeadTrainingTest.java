package io.github.blemore.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.blemore.Blend;
import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeadTrainingTest {

  private static final TrainingSet TRAIN = MadeUp.clips(1, 160, 30, 1);
  private static final TrainingSet VALIDATION = MadeUp.clips(2, 64, 30, 1);

  private static HeadTraining.Builder quick() {
    return quick(6);
  }

  private static HeadTraining.Builder quick(int epochs) {
    return HeadTraining.builder().hidden(16).learningRate(1e-2).epochs(epochs).seed(7);
  }

  @Test
  void learnsWhatCanBeLearned() {
    TrainedHead trained = quick(30).build().fit(TRAIN, VALIDATION);

    assertThat(trained.best().validation().orElseThrow().thresholds().scores().presence())
        .isGreaterThan(0.7);
    assertThat(trained.epochs().get(29).trainLoss())
        .isLessThan(trained.epochs().get(0).trainLoss() / 3);
    assertThat(trained.absent()).isEmpty();
    assertThat(trained.seconds()).isPositive();
  }

  @Test
  void theDefaultsAreTheBaselines() {
    assertThat(HeadTraining.builder().build().settings())
        .isEqualTo(new HeadSettings(512, 5e-6, 200, 1e-3, 32, true, 0));
    assertThat(HeadTraining.builder().linear().build().settings().hidden()).isZero();
  }

  @Test
  void theHeadIsThatOfTheFirstEpochWithTheHighestScore() {
    List<EpochReport> heard = new ArrayList<>();
    HeadTraining training = quick(12).listener(heard::add).build();
    TrainedHead trained = training.fit(TRAIN, VALIDATION);
    int best = trained.head().provenance().epoch();

    double highest = heard.stream().mapToDouble(HeadTrainingTest::score).max().orElseThrow();
    int first =
        IntStream.range(0, heard.size())
            .filter(i -> score(heard.get(i)) == highest)
            .findFirst()
            .orElseThrow();
    assertThat(best).isEqualTo(first + 1).isLessThan(12);
    assertThat(trained.best()).isSameAs(heard.get(first));
    assertThat(trained.epochs()).isEqualTo(heard);
    assertThat(training.fit(TRAIN, best).head().weights()).isEqualTo(trained.head().weights());
    assertThat(trained.head().provenance().validation())
        .contains(heard.get(first).validation().orElseThrow().thresholds());
  }

  private static double score(EpochReport epoch) {
    return epoch.validation().orElseThrow().thresholds().scores().score();
  }

  @Test
  void severalHeadsOfOneTrainingAreThoseOfTrainingsOfTheirOwn() {
    HeadTraining training = quick(12).build();
    TrainingSet other = MadeUp.clips(5, 48, 30, 1);
    List<TrainedHead> heads =
        training.fitEach(TRAIN, List.of(VALIDATION, other), OptionalInt.of(4));

    assertThat(heads).hasSize(3);
    assertSame(heads.get(0), training.fit(TRAIN, VALIDATION));
    assertSame(heads.get(1), training.fit(TRAIN, other));
    assertThat(heads.get(0).head().weights()).isNotEqualTo(heads.get(1).head().weights());
    assertThat(heads.get(2).head().weights()).isEqualTo(training.fit(TRAIN, 4).head().weights());
    assertThat(heads.get(2).head().provenance().epoch()).isEqualTo(4);
  }

  private static void assertSame(TrainedHead one, TrainedHead other) {
    assertThat(one.head().weights()).isEqualTo(other.head().weights());
    assertThat(one.head().provenance()).isEqualTo(other.head().provenance());
  }

  @Test
  void refusesHeadsThatCannotBeTaken() {
    HeadTraining training = quick(12).build();
    assertThatThrownBy(() -> training.fitEach(TRAIN, List.of(), OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> training.fitEach(TRAIN, List.of(), OptionalInt.of(13)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epoch 13: must be 1..12");
  }

  @Test
  void theSeedDecidesTheHead() {
    HeadWeights weights = quick().build().fit(TRAIN, 2).head().weights();

    assertThat(quick().build().fit(TRAIN, 2).head().weights()).isEqualTo(weights);
    HeadTraining other = HeadTraining.builder().hidden(16).learningRate(1e-2).seed(8).build();
    assertThat(other.fit(TRAIN, 2).head().weights()).isNotEqualTo(weights);
  }

  @Test
  void trainingsAtTheSameTimeGiveWhatEachGivesAlone() throws Exception {
    TrainingSet wide = MadeUp.clips(3, 96, 700, 1);
    HeadTraining training = HeadTraining.builder().hidden(256).learningRate(1e-3).build();
    HeadWeights alone = training.fit(wide, 3).head().weights();

    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<TrainedHead>> all =
          threads.invokeAll(Collections.nCopies(4, () -> training.fit(wide, 3)));
      for (Future<TrainedHead> one : all) {
        assertThat(one.get().head().weights()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void eachWindowIsTrainedOnAndAClipsWindowsAreAveraged() {
    TrainingSet train = MadeUp.clips(1, 96, 30, 3);
    TrainedHead trained = quick().build().fit(train, MadeUp.clips(2, 32, 30, 2));

    assertThat(trained.epochs().get(0).stepLosses()).hasSize(96 * 3 / 32);
    float[] a = MadeUp.clips(4, 1, 30, 1).windows().get(0);
    float[] b = MadeUp.clips(5, 1, 30, 1).windows().get(0);
    double[] both =
        trained.head().predict(List.of(Embedding.of(MadeUp.ENCODER, a, b))).get(0).toArray();
    double[] first =
        trained.head().predict(List.of(Embedding.of(MadeUp.ENCODER, a))).get(0).toArray();
    double[] second =
        trained.head().predict(List.of(Embedding.of(MadeUp.ENCODER, b))).get(0).toArray();
    double ratio = Math.sqrt(first[0] / first[3] * second[0] / second[3]);
    assertThat(both[0] / both[3]).isCloseTo(ratio, withinPercentage(0.01));
  }

  @Test
  void trainingGoesOnFromInitialWeights() {
    HeadWeights before = quick().build().fit(TRAIN, 3).head().weights();
    HeadTraining more = HeadTraining.builder().initialWeights(before).learningRate(1e-9).build();

    assertThat(more.settings().hidden()).isEqualTo(16);
    float[] after = more.fit(TRAIN, 1).head().weights().values();
    for (int i = 0; i < after.length; i++) {
      assertThat(after[i]).isCloseTo(before.values()[i], within(1e-6f));
    }
  }

  @Test
  void nothingNativeIsLeftBehind() throws ReflectiveOperationException {
    HeadTraining stopped = quick().listener(epoch -> epoch.epoch() < 2).build();
    HeadTraining training = quick().build();
    training.fit(TRAIN, VALIDATION);
    int before = NativeArrays.count();

    training.fit(TRAIN, VALIDATION);
    training.fit(TRAIN, 2);
    assertThatThrownBy(() -> stopped.fit(TRAIN, VALIDATION))
        .isInstanceOf(InterruptedWorkException.class);
    assertThat(NativeArrays.count()).isEqualTo(before);
  }

  @Test
  void aListenerCanEndIt() {
    HeadTraining training = quick().listener(epoch -> epoch.epoch() < 3).build();

    assertThatThrownBy(() -> training.fit(TRAIN, VALIDATION))
        .isInstanceOf(InterruptedWorkException.class)
        .hasMessageContaining("after epoch 3 of 6");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInterruptEndsIt() {
    HeadTraining training =
        quick()
            .listener(
                epoch -> {
                  Thread.currentThread().interrupt();
                  return true;
                })
            .build();
    try {
      assertThatThrownBy(() -> training.fit(TRAIN, VALIDATION))
          .isInstanceOf(InterruptedWorkException.class)
          .hasMessageContaining("after epoch 1 of 6");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aClassNobodyShowsIsNamed() {
    TrainingSet.Builder set = TrainingSet.builder(MadeUp.ENCODER);
    for (int i = 0; i < TRAIN.clipIds().size(); i++) {
      Blend label = TRAIN.labels().get(i);
      if (label.salience(Emotion.FEAR) == 0 && label.salience(Emotion.NEUTRAL) == 0) {
        set.add(TRAIN.clipIds().get(i), label, TRAIN.windows().get(i));
      }
    }
    TrainingSet some = set.build();

    assertThatThrownBy(() -> quick().build().fit(some, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[fea, neu]");
    assertThat(quick().allowAbsentClasses().build().fit(some, 1).absent())
        .isEqualTo(Set.of(Emotion.FEAR, Emotion.NEUTRAL));
  }

  @Test
  void equalFeaturesTeachNothing() {
    TrainingSet.Builder set = TrainingSet.builder(MadeUp.ENCODER);
    for (int i = 0; i < 32; i++) {
      set.add("clip" + i, MadeUp.labels().get(i % 16), new float[] {0.1f, 2, 3});
    }

    assertThatThrownBy(() -> quick().build().fit(set.build(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 training clips are equal")
        .hasMessageContaining("nothing to learn from");
  }

  @Test
  void validationClipsMustBeOthersOfTheSameEncoder() {
    HeadTraining training = quick().build();
    TrainingSet wider = MadeUp.clips(2, 16, 31, 1);
    TrainingSet other =
        TrainingSet.builder("other").add("x", Blend.single(Emotion.FEAR), new float[30]).build();

    assertThatThrownBy(() -> training.fit(TRAIN, wider))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("30 values")
        .hasMessageContaining("31 values");
    assertThatThrownBy(() -> training.fit(TRAIN, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other");
    assertThatThrownBy(() -> training.fit(TRAIN, TRAIN.where(id -> id.equals("clip-1-5"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clip-1-5 is for training and for validation");
  }

  /** One step, whose loss is that before it: only the weights show what happened. */
  @Test
  void weightsThatAreNoNumbersAreTold() {
    TrainingSet one = MadeUp.clips(1, 36, 4, 1);
    HeadTraining training =
        HeadTraining.builder().linear().learningRate(1e39).batchSize(64).build();
    assertThatThrownBy(() -> training.fit(one, 1))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("smaller learning rate");
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
    HeadTraining training = HeadTraining.builder().linear().build();
    assertThatThrownBy(() -> training.fit(train.build(), far))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clip far");
  }

  @Test
  void aLossThatIsNoNumberIsTold() {
    TrainingSet huge =
        TrainingSet.builder("x")
            .add("a", Blend.single(Emotion.ANGER), new float[] {1, 2})
            .add("b", Blend.single(Emotion.FEAR), new float[] {2, 1})
            .build();
    HeadTraining training =
        HeadTraining.builder().hidden(4).learningRate(1e30).allowAbsentClasses().build();

    assertThatThrownBy(() -> training.fit(huge, 50))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("smaller learning rate");
  }

  @Test
  void optionsAreCheckedAndSetOnce() {
    assertThatThrownBy(() -> HeadTraining.builder().linear().hidden(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hidden layer is set twice");
    assertThatThrownBy(() -> HeadTraining.builder().seed(1).seed(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seed is set twice");
    assertThatThrownBy(() -> HeadTraining.builder().note("folds", "0").note("folds", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("note folds is set twice");
    assertThatThrownBy(() -> HeadTraining.builder().hidden(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
    assertThatThrownBy(() -> HeadTraining.builder().learningRate(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("learning rate is 0.0");
    assertThatThrownBy(() -> HeadTraining.builder().learningRate(Double.NaN).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HeadTraining.builder().epochs(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epochs is 0");
    assertThatThrownBy(() -> HeadTraining.builder().batchSize(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batch size is 0");
    assertThatThrownBy(() -> HeadTraining.builder().weightDecay(-1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight decay is -1.0");
    assertThatThrownBy(() -> HeadTraining.builder().encoderCheckpoint("abc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 lower-case hex digits");
    assertThatThrownBy(() -> quick().build().fit(TRAIN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epochs is 0");
  }

  @Test
  void initialWeightsMustFit() {
    HeadWeights weights = quick().build().fit(TRAIN, 1).head().weights();

    assertThatThrownBy(() -> HeadTraining.builder().linear().initialWeights(weights).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("MLP-16 of 30 features");
    HeadTraining training =
        HeadTraining.builder()
            .initialWeights(weights)
            .device(Device.auto())
            .thresholds(ThresholdSearch.exact())
            .build();
    assertThatThrownBy(() -> training.fit(MadeUp.clips(1, 16, 31, 1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("30 features: the clips have 31");
  }

  @Test
  void reportsSayWhatTheyAre() {
    TrainedHead trained = quick(2).build().fit(TRAIN, VALIDATION);

    assertThat(trained.epochs().get(1).toString())
        .matches("epoch 2: loss \\d\\.\\d{3}, validation loss \\d\\.\\d{3}, score \\d\\.\\d{3}");
    assertThat(trained.head().toString())
        .matches("MLP-16 head of made-up, epoch [12] of 2, validation score \\d\\.\\d{3}");
    assertThat(quick().build().fit(TRAIN, 3).head().toString())
        .isEqualTo("MLP-16 head of made-up, epoch 3 of 3");
  }
}
