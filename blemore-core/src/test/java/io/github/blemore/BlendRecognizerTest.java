package io.github.blemore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BlendRecognizerTest {

  private static final Clip CLIP = Clip.of(Path.of("clip.mov"));
  private static final DecisionRule RULE = DecisionRule.of(0.1, 0.24);

  /** Always the same distribution. */
  private record FixedHead(String encoderId, int dimension, EmotionDistribution says)
      implements ProbabilityHead {

    FixedHead(String encoderId, double... probabilities) {
      this(encoderId, 2, EmotionDistribution.of(probabilities));
    }

    @Override
    public List<EmotionDistribution> predict(List<Embedding> embeddings) {
      return embeddings.stream().map(embedding -> says).toList();
    }
  }

  /** The mean of the votes present. */
  private static final class MeanFusion implements LateFusion {
    @Override
    public Fused fuse(List<Vote> votes) {
      List<Vote> present = votes.stream().filter(vote -> vote.distribution().isPresent()).toList();
      double[] mean = new double[Emotion.COUNT];
      Map<String, Double> weights = new LinkedHashMap<>();
      for (Vote vote : present) {
        weights.put(vote.encoderId(), 1.0 / present.size());
        for (Emotion emotion : Emotion.classOrder()) {
          mean[emotion.index()] +=
              vote.distribution().orElseThrow().probability(emotion) / present.size();
        }
      }
      return new Fused(EmotionDistribution.of(mean), weights);
    }

    @Override
    public String toString() {
      return "mean";
    }
  }

  /** Sound for every clip, by rules hidden in the clip's name. */
  private static final class StubReader implements MediaReader {
    private final AtomicInteger reads = new AtomicInteger();
    private boolean closed;

    @Override
    public List<ClipMedia> read(Clip clip, List<MediaNeeds> needs) {
      reads.incrementAndGet();
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedWorkException("interrupted");
      }
      if (clip.id().startsWith("broken")) {
        throw new MediaException("clip " + clip.id() + " is empty");
      }
      return needs.stream().map(need -> view(clip)).toList();
    }

    private static ClipMedia view(Clip clip) {
      ClipMedia.Builder media =
          ClipMedia.builder(clip, new MediaSpan(0, 4)).notes(List.of("file is truncated"));
      return clip.id().startsWith("silent")
          ? media.missing("no audio stream").build()
          : media.sound(Sound.of(16_000, new float[] {0.5f, 0.1f})).build();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final StubReader reader = new StubReader();

  private BlendRecognizer.Builder builder() {
    return BlendRecognizer.builder().media(reader).decision(RULE);
  }

  private BlendRecognizer two() {
    return builder()
        .add(new StubEncoder("a"), new FixedHead("a", 0.8, 0.2, 0, 0, 0, 0))
        .add(new StubEncoder("b"), new FixedHead("b", 0.4, 0, 0, 0.6, 0, 0))
        .fusion(new MeanFusion())
        .build();
  }

  @Test
  void aClipGoesInAndABlendComesOut() {
    try (BlendRecognizer recognizer = two()) {
      Recognition recognition = recognizer.recognize(CLIP);

      assertThat(recognition.blend()).hasToString("ang 70 / hap 30");
      assertThat(recognition.distribution().probability(Emotion.HAPPINESS)).isEqualTo(0.3);
      assertThat(recognition.weights()).isEqualTo(Map.of("a", 0.5, "b", 0.5));
      assertThat(recognition.votes()).extracting(Vote::encoderId).containsExactly("a", "b");
      assertThat(recognition.votes().get(0).embedding().orElseThrow().vector())
          .containsExactly(0.3f, 0.5f);
      assertThat(recognition.span()).isEqualTo(new MediaSpan(0, 4));
      assertThat(recognition.notes()).containsExactly("file is truncated");
      assertThat(recognition.missing()).isEmpty();
      assertThat(recognition.provenance().fusion()).isEqualTo("mean");
      assertThat(recognition.provenance().decision()).contains("0.24");
      assertThat(recognition.provenance().heads()).containsOnlyKeys("a", "b");
      assertThat(recognition.provenance().encoders()).isEqualTo(recognizer.encoders());
      assertThat(recognition.provenance().version()).matches("\\d+\\.\\d+\\.\\d+.*");
      assertThat(recognition).hasToString("clip.mov: ang 70 / hap 30");
      assertThat(reader.reads).hasValue(1);
    }
  }

  /** Trusts no blend of two. */
  private static final ConfidenceRule SINGLES_ONLY =
      new ConfidenceRule() {
        @Override
        public Confidence judge(EmotionDistribution distribution, Blend decided) {
          double probability = distribution.probability(distribution.mostProbable());
          return decided.isBlend()
              ? Confidence.uncertain(probability, "two emotions")
              : Confidence.sure(probability);
        }

        @Override
        public String toString() {
          return "singles only";
        }
      };

  @Test
  void withoutARuleForItNothingIsSaidAboutConfidence() {
    try (BlendRecognizer recognizer = two()) {
      Recognition recognition = recognizer.recognize(CLIP);

      assertThat(recognition.confidence()).isEmpty();
      assertThat(recognition.isUncertain()).isFalse();
      assertThat(recognition.provenance().confidence()).isEmpty();
    }
  }

  @Test
  void anUncertainBlendSaysSo() {
    try (BlendRecognizer recognizer =
        builder()
            .confidence(SINGLES_ONLY)
            .add(new StubEncoder("a"), new FixedHead("a", 0.6, 0, 0, 0.4, 0, 0))
            .build()) {
      Recognition recognition = recognizer.recognize(CLIP);

      assertThat(recognition.isUncertain()).isTrue();
      assertThat(recognition.confidence()).contains(Confidence.uncertain(0.6, "two emotions"));
      assertThat(recognition.blend()).hasToString("ang 50 / hap 50");
      assertThat(recognition.notes())
          .containsExactly("file is truncated", "uncertain: two emotions");
      assertThat(recognition).hasToString("clip.mov: ang 50 / hap 50 (uncertain: two emotions)");
      assertThat(recognition.provenance().confidence()).contains("singles only");
      assertThat(recognition.provenance().toString()).endsWith("confidence singles only");
    }
  }

  @Test
  void anotherRuleDecidesAgainAndConfidenceIsJudgedAgain() {
    DecisionRule personal =
        (clip, distribution) ->
            DecisionRule.of(clip.person().isPresent() ? 0.5 : 0.1, 0.1).decide(distribution);
    try (BlendRecognizer recognizer =
        builder()
            .confidence(SINGLES_ONLY)
            .add(new StubEncoder("a"), new FixedHead("a", 0.6, 0, 0, 0.4, 0, 0))
            .build()) {
      Recognition common = recognizer.recognize(CLIP.withPerson("A101"));
      Recognition adapted = common.decidedBy(personal);

      assertThat(adapted.blend()).isEqualTo(Blend.single(Emotion.ANGER));
      assertThat(adapted.confidence()).contains(Confidence.sure(0.6));
      assertThat(adapted.notes()).containsExactly("file is truncated");
      assertThat(adapted.clip()).isEqualTo(common.clip());
      assertThat(adapted.votes()).isEqualTo(common.votes());
      assertThat(adapted.weights()).isEqualTo(common.weights());
      assertThat(adapted.provenance().decision()).isEqualTo(personal.toString());
      assertThat(adapted.provenance().confidence()).contains("singles only");
      assertThat(common.blend()).hasToString("ang 50 / hap 50");
      assertThat(adapted.decidedBy(RULE).toString()).isEqualTo(common.toString());
    }
  }

  @Test
  void anEncoderWithoutAHeadWaits() {
    try (BlendRecognizer recognizer =
        builder()
            .add(new StubEncoder("a"), new FixedHead("a", 1, 0, 0, 0, 0, 0))
            .add(new StubEncoder("b"))
            .build()) {
      Recognition recognition = recognizer.recognize(CLIP);

      assertThat(recognition.blend()).isEqualTo(Blend.single(Emotion.ANGER));
      assertThat(recognition.missing()).containsOnlyKeys("b");
      assertThat(recognition.missing().get("b")).contains("no head");
      assertThat(recognition.weights()).isEqualTo(Map.of("a", 1.0, "b", 0.0));
      assertThat(recognition.provenance().fusion()).isEqualTo("the only vote");
    }
  }

  @Test
  void withoutAnyVoteItSaysWhy() {
    try (BlendRecognizer recognizer = two()) {
      Clip silent = CLIP.withId("silent.mov");

      assertThatThrownBy(() -> recognizer.recognize(silent))
          .isInstanceOfSatisfying(NoVoteException.class, e -> assertThat(e.votes()).hasSize(2))
          .hasMessageContainingAll("a: no audio stream", "b: no audio stream");
    }
  }

  @Test
  void aFailingClipDoesNotStopTheOthers() {
    try (BlendRecognizer recognizer = two()) {
      List<Outcome> outcomes =
          recognizer.recognizeAll(
              List.of(CLIP, CLIP.withId("broken.mov"), CLIP.withId("silent.mov"), CLIP));

      assertThat(outcomes)
          .extracting(outcome -> outcome.clip().id())
          .containsExactly("clip.mov", "broken.mov", "silent.mov", "clip.mov");
      assertThat(outcomes.get(0)).isInstanceOf(Recognition.class);
      assertThat(((Outcome.Failure) outcomes.get(1)).cause())
          .isInstanceOf(MediaException.class)
          .hasMessageContaining("broken.mov is empty");
      assertThat(((Outcome.Failure) outcomes.get(2)).cause()).isInstanceOf(NoVoteException.class);
      assertThat(outcomes.get(3)).isInstanceOf(Recognition.class);
    }
  }

  @Test
  void anUnexpectedFailureIsThatClipsToo() {
    AtomicInteger calls = new AtomicInteger();
    ProbabilityHead failing =
        new ProbabilityHead() {
          @Override
          public String encoderId() {
            return "a";
          }

          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public List<EmotionDistribution> predict(List<Embedding> embeddings) {
            if (calls.incrementAndGet() == 2) {
              throw new IllegalArgumentException("no such luck");
            }
            return List.of(EmotionDistribution.of(1, 0, 0, 0, 0, 0));
          }
        };
    try (BlendRecognizer recognizer = builder().add(new StubEncoder("a"), failing).build()) {
      List<Outcome> outcomes = recognizer.recognizeAll(List.of(CLIP, CLIP, CLIP));

      assertThat(outcomes.get(0)).isInstanceOf(Recognition.class);
      assertThat(((Outcome.Failure) outcomes.get(1)).cause())
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("no such luck")
          .hasCauseInstanceOf(IllegalArgumentException.class);
      assertThat(outcomes.get(2)).isInstanceOf(Recognition.class);
    }
  }

  @Test
  void closingWaitsForTheClipThatIsWorkedOn() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    DecisionRule slow =
        (clip, distribution) -> {
          begun.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return RULE.decide(clip, distribution);
        };
    StubEncoder encoder = new StubEncoder("a");
    BlendRecognizer recognizer =
        BlendRecognizer.builder()
            .media(reader)
            .decision(slow)
            .add(encoder, new FixedHead("a", 1, 0, 0, 0, 0, 0))
            .build();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Recognition> running = threads.submit(() -> recognizer.recognize(CLIP));
      begun.await();
      Future<?> closing = threads.submit(recognizer::close);
      assertThat(encoder.isReleased()).isFalse();
      goOn.countDown();

      assertThat(running.get().blend()).hasToString("ang 100");
      closing.get();
      assertThat(encoder.isReleased()).isTrue();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatCannotBeBuiltLeavesNothingOpen() {
    StubEncoder first = new StubEncoder("a");
    StubEncoder second = new StubEncoder("b");
    FixedHead head = new FixedHead("a", 1, 0, 0, 0, 0, 0);

    assertThatThrownBy(() -> builder().add(first, head).add(second, head))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(first.isReleased()).isTrue();
    assertThat(second.isReleased()).isTrue();

    StubEncoder third = new StubEncoder("a");
    assertThatThrownBy(() -> BlendRecognizer.builder().media(reader).add(third, head).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(third.isReleased()).isTrue();
  }

  @Test
  void aFusionWithoutWeightForAnyVoterIsRefused() {
    LateFusion none =
        votes -> {
          throw new NoVoteException(votes);
        };

    assertThatThrownBy(
            () ->
                builder()
                    .add(new StubEncoder("a"), new FixedHead("a", 1, 0, 0, 0, 0, 0))
                    .fusion(none)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gives no weight");
  }

  @Test
  void noClipsGiveNoOutcomes() {
    try (BlendRecognizer recognizer = two()) {
      assertThat(recognizer.recognizeAll(List.of())).isEmpty();
    }
  }

  @Test
  void anInterruptStopsAndWhatWasToldStays() {
    try (BlendRecognizer recognizer = two()) {
      List<Outcome> told = new ArrayList<>();

      assertThatThrownBy(
              () ->
                  recognizer.recognizeAll(
                      List.of(CLIP, CLIP, CLIP),
                      outcome -> {
                        told.add(outcome);
                        Thread.currentThread().interrupt();
                      }))
          .isInstanceOf(InterruptedWorkException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(told).hasSize(1);
    }
  }

  @Test
  void closingClosesTheEncodersOnceAndLeavesTheCallersReader() {
    StubEncoder encoder = new StubEncoder("a");
    BlendRecognizer recognizer =
        builder().add(encoder, new FixedHead("a", 1, 0, 0, 0, 0, 0)).build();
    recognizer.close();
    recognizer.close();

    assertThat(encoder.isReleased()).isTrue();
    assertThat(reader.closed).isFalse();
    assertThatThrownBy(() -> recognizer.recognize(CLIP))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void twoThreadsShareARecognizer() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (BlendRecognizer recognizer = two()) {
      Future<List<Outcome>> first =
          threads.submit(() -> recognizer.recognizeAll(java.util.Collections.nCopies(20, CLIP)));
      Future<List<Outcome>> second =
          threads.submit(() -> recognizer.recognizeAll(java.util.Collections.nCopies(20, CLIP)));

      for (Future<List<Outcome>> thread : List.of(first, second)) {
        assertThat(thread.get())
            .hasSize(20)
            .allSatisfy(outcome -> assertThat(outcome).hasToString("clip.mov: ang 70 / hap 30"));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    StubEncoder a = new StubEncoder("a");
    FixedHead head = new FixedHead("a", 1, 0, 0, 0, 0, 0);

    assertThatThrownBy(() -> builder().add(a, head).add(new StubEncoder("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a is added twice");
    assertThatThrownBy(() -> builder().add(a, new FixedHead("z", 1, 0, 0, 0, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("encoder z", "embeddings of a");
    assertThatThrownBy(() -> builder().add(a, new FixedHead("a", 3, head.says())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("takes 3 values", "have 2");
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no encoder with a head");
    assertThatThrownBy(
            () ->
                builder()
                    .add(a, head)
                    .add(new StubEncoder("b"), new FixedHead("b", 1, 0, 0, 0, 0, 0))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fusion(...)");
    assertThatThrownBy(() -> BlendRecognizer.builder().media(reader).add(a, head).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("decision(...)");
    assertThatThrownBy(() -> builder().decision(RULE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("decision is set twice");
  }

  @Test
  void withoutAMediaReaderItSaysWhatToAdd() {
    assertThatThrownBy(
            () ->
                BlendRecognizer.builder()
                    .add(new StubEncoder("a"), new FixedHead("a", 1, 0, 0, 0, 0, 0))
                    .decision(RULE)
                    .build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("io.github.blemore:blemore-encoders");
  }
}
