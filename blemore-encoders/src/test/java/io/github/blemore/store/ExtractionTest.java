package io.github.blemore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.blemore.AbstractEncoder;
import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderInfo;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.EncoderStoppedException;
import io.github.blemore.Encoding;
import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.License;
import io.github.blemore.MediaException;
import io.github.blemore.Modality;
import io.github.blemore.NoEmbedding;
import io.github.blemore.contract.ContractMedia;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import io.github.blemore.media.SoundNeeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractionTest {

  private static final MediaNeeds SOUND = MediaNeeds.of(new SoundNeeds(8000, 2));

  @TempDir private Path folder;

  private final ConcurrentLinkedQueue<String> read = new ConcurrentLinkedQueue<>();
  private Path clips = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    clips = Files.createDirectories(folder.resolve("clips"));
    file = folder.resolve("store.sqlite");
  }

  /** Two windows of two values: the sound's length, and its first sample. */
  private static class Listener extends AbstractEncoder {

    private final AtomicInteger asked = new AtomicInteger();

    Listener(String id, int dimension) {
      this(EncoderInfo.builder(id, Modality.VOICE, SOUND).dimension(dimension).build());
    }

    Listener(EncoderInfo info) {
      super(info);
    }

    @Override
    protected List<Encoding> encodePresent(List<ClipMedia> batch) {
      asked.addAndGet(batch.size());
      List<Encoding> encoded = new ArrayList<>();
      for (ClipMedia media : batch) {
        float[] window = new float[info().dimension()];
        window[0] = media.sound().orElseThrow().length();
        float[] other = new float[info().dimension()];
        other[0] = media.sound().orElseThrow().samples().get(0);
        encoded.add(Embedding.of(info().id(), window, other));
      }
      return encoded;
    }

    @Override
    protected void release() {}
  }

  /** Reads nothing; what it gives follows from the clip's bytes. */
  private final class FakeReader implements MediaReader {
    @Override
    public List<ClipMedia> read(Clip clip, List<MediaNeeds> needs) {
      read.add(clip.id());
      if (clip.id().startsWith("broken")) {
        throw new MediaException("no moov atom");
      }
      if (clip.id().startsWith("mute")) {
        return needs.stream().map(need -> ContractMedia.missing("no audio stream")).toList();
      }
      try {
        long seed = Files.readString(clip.path()).hashCode();
        return needs.stream().map(need -> ContractMedia.random(need, seed)).toList();
      } catch (IOException e) {
        throw new MediaException("unreadable", e);
      }
    }

    @Override
    public void close() {}
  }

  private List<Clip> clips(String... names) throws IOException {
    List<Clip> made = new ArrayList<>();
    for (String name : names) {
      made.add(
          Clip.of(Files.writeString(clips.resolve(name + ".mov"), "content of " + name))
              .withId(name));
    }
    return made;
  }

  private static Extraction.Builder extraction(EmbeddingStore store, Encoder... encoders) {
    return Extraction.builder(store, List.of(encoders));
  }

  private ExtractionSummary run(List<Clip> clips, Encoder... encoders) throws IOException {
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      return extraction(store, encoders)
          .readers(FakeReader::new)
          .build()
          .run(clips, (clip, worked) -> {});
    }
  }

  private Optional<Encoding> find(String encoder, String clip) throws IOException {
    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      return store.find(encoder, clip);
    }
  }

  private static ExtractionSummary.OfEncoder of(String id, ExtractionSummary summary) {
    return summary.encoders().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static List<Clip> clipsNamed(List<Clip> clips, String suffix) {
    return clips.stream().map(clip -> clip.withId(clip.id() + suffix)).toList();
  }

  @Test
  void keepsWhatEveryEncoderMadeAndDecodesOnce() throws IOException {
    AtomicInteger told = new AtomicInteger();
    ExtractionSummary summary;
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      summary =
          extraction(store, new Listener("a", 2), new Listener("b", 3))
              .readers(FakeReader::new)
              .threads(2)
              .build()
              .run(clips("x", "y", "mute1"), (clip, worked) -> told.incrementAndGet());
    }
    assertThat(summary.isComplete()).isTrue();
    assertThat(summary.clips()).isEqualTo(3);
    assertThat(of("a", summary).made()).isEqualTo(3);
    assertThat(of("b", summary).kept()).isZero();
    assertThat(of("a", summary).missing()).containsExactly(entry("mute1", "no audio stream"));
    assertThat(told).hasValue(3);
    assertThat(read).containsExactlyInAnyOrder("x", "y", "mute1");

    ClipMedia media = ContractMedia.random(SOUND, "content of x".hashCode());
    assertThat(find("b", "x"))
        .contains(
            Embedding.of(
                "b",
                new float[] {media.sound().orElseThrow().length(), 0, 0},
                new float[] {media.sound().orElseThrow().samples().get(0), 0, 0}));
    assertThat(find("a", "mute1")).contains(new NoEmbedding("a", "no audio stream"));
    assertThat(find("a", "never")).isEmpty();
    assertThat(find("never", "x")).isEmpty();
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    run(clips("x", "y", "mute"), new Listener("a", 2));
    Listener a = new Listener("a", 2);
    Listener b = new Listener("b", 2);
    ExtractionSummary summary = run(clips("x", "y", "mute", "z"), a, b);
    assertThat(of("a", summary).made()).isEqualTo(1);
    assertThat(of("a", summary).kept()).isEqualTo(3);
    assertThat(of("a", summary).missing()).containsOnlyKeys("mute");
    assertThat(of("b", summary).made()).isEqualTo(4);
    assertThat(a.asked).hasValue(1);
    assertThat(b.asked).hasValue(3);
    read.clear();
    summary = run(clips("x", "y", "mute", "z"), a, b);
    assertThat(of("b", summary).kept()).isEqualTo(4);
    assertThat(read).isEmpty();
  }

  @Test
  void encodesAChangedClipAnewAndKnowsTheOldOneAgain() throws IOException {
    List<Clip> one = clips("x");
    run(one, new Listener("a", 2));
    Encoding before = find("a", "x").orElseThrow();
    Files.writeString(one.get(0).path(), "another take");
    run(one, new Listener("a", 2));
    assertThat(find("a", "x").orElseThrow()).isNotEqualTo(before);
    clips("x");
    read.clear();
    run(one, new Listener("a", 2));
    assertThat(read).isEmpty();
    assertThat(find("a", "x")).contains(before);
  }

  @Test
  void makesNothingTwiceForTwoClipsOfTheSameBytes() throws IOException {
    List<Clip> one = clips("x");
    List<Clip> both = Stream.concat(one.stream(), clipsNamed(one, "-copy").stream()).toList();
    Listener a = new Listener("a", 2);
    ExtractionSummary summary = run(both, a);
    assertThat(a.asked).hasValue(1);
    assertThat(of("a", summary).made()).isEqualTo(1);
    assertThat(of("a", summary).kept()).isEqualTo(1);
    assertThat(find("a", "x-copy")).isEqualTo(find("a", "x")).isPresent();
  }

  @Test
  void recordsAFailureAndTriesItAgainOnlyWhenAskedOrChanged() throws IOException {
    List<Clip> clips = clips("broken", "x");
    ExtractionSummary summary = run(clips, new Listener("a", 2));
    assertThat(of("a", summary).failed()).containsExactly(entry("broken", "no moov atom"));
    assertThat(of("a", summary).made()).isEqualTo(1);
    assertThat(summary.isComplete()).isFalse();

    read.clear();
    summary = run(clips, new Listener("a", 2));
    assertThat(read).isEmpty();
    assertThat(of("a", summary).failed()).containsExactly(entry("broken", "no moov atom"));

    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      extraction(store, new Listener("a", 2))
          .readers(FakeReader::new)
          .retryFailed()
          .build()
          .run(clips, (clip, worked) -> {});
    }
    assertThat(read).containsExactly("broken");

    read.clear();
    Files.writeString(clips.get(0).path(), "mended");
    run(clips, new Listener("a", 2));
    assertThat(read).containsExactly("broken");
  }

  @Test
  void anEncodersFailureLeavesTheOthersOfTheClip() throws IOException {
    Encoder failing =
        new Listener("bad", 2) {
          @Override
          protected List<Encoding> encodePresent(List<ClipMedia> batch) {
            throw new InferenceException("out of numbers");
          }
        };
    ExtractionSummary summary = run(clips("x", "y"), failing, new Listener("good", 2));
    assertThat(of("bad", summary).failed())
        .containsExactly(entry("x", "out of numbers"), entry("y", "out of numbers"));
    assertThat(of("good", summary).made()).isEqualTo(2);
  }

  @Test
  void whateverAnEncoderThrowsIsThatClipsFailure() throws IOException {
    Encoder odd =
        new Listener("odd", 2) {
          @Override
          protected List<Encoding> encodePresent(List<ClipMedia> batch) {
            return List.of(Embedding.of("odd", new float[] {Float.NaN, 1}));
          }
        };
    ExtractionSummary summary = run(clips("x"), odd, new Listener("good", 2));
    assertThat(of("odd", summary).failed().get("x")).contains("NaN", "must be finite");
    assertThat(of("good", summary).made()).isEqualTo(1);
  }

  @Test
  void aFullDiskEndsTheRunAndTheNextOneGoesOn() throws IOException {
    List<Clip> many = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      many.addAll(clips("c" + i));
    }
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      Extraction extraction =
          extraction(store, new Listener("a", 500)).readers(FakeReader::new).build();
      store.limitPages(40);
      assertThatThrownBy(() -> extraction.run(many, (clip, worked) -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("disk is full");
      store.limitPages(1000);
      ExtractionSummary rest = extraction.run(many, (clip, worked) -> {});
      assertThat(rest.isComplete()).isTrue();
      assertThat(of("a", rest).kept()).isPositive();
      assertThat(of("a", rest).kept() + of("a", rest).made()).isEqualTo(60);
    }
  }

  @Test
  void anotherDimensionIsAnotherForm() throws IOException {
    List<Clip> one = clips("x");
    run(one, new Listener("a", 2));
    Listener wider = new Listener("a", 3);
    assertThat(of("a", run(one, wider)).made()).isEqualTo(1);
    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      assertThat(store.forms()).hasSize(2);
      assertThat(store.source(List.of(EncoderForm.of(wider.info()))).find("a", "x"))
          .hasValueSatisfying(found -> assertThat(((Embedding) found).dimension()).isEqualTo(3));
    }
  }

  @Test
  void theLicenseOfTheWeightsIsKept() throws IOException {
    License license = new License("CC-BY-NC-4.0", "https://example.org/weights", false);
    EncoderInfo info =
        EncoderInfo.builder("a", Modality.VOICE, SOUND)
            .dimension(2)
            .checkpoint("ab".repeat(32), license)
            .build();
    run(clips("x"), new Listener(info));
    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      assertThat(store.encoders()).containsExactly(EncoderOrigin.of(info));
      assertThat(store.encoders().get(0).license()).contains(license);
    }
  }

  @Test
  void leavesTheClipsOfAnEncoderThatStopped() throws IOException {
    Encoder stopping =
        new Listener("dear", 2) {
          private int left = 2;

          @Override
          protected synchronized List<Encoding> encodePresent(List<ClipMedia> batch) {
            if (left-- <= 0) {
              throw new EncoderStoppedException("the budget is spent");
            }
            return super.encodePresent(batch);
          }
        };
    List<Clip> clips = clips("c1", "c2", "c3", "c4", "c5");
    ExtractionSummary summary = run(clips, stopping, new Listener("cheap", 2));
    assertThat(of("dear", summary).made()).isEqualTo(2);
    assertThat(of("dear", summary).left()).isEqualTo(3);
    assertThat(of("dear", summary).failed()).isEmpty();
    assertThat(of("dear", summary).stopped()).contains("the budget is spent");
    assertThat(of("cheap", summary).made()).isEqualTo(5);
    assertThat(summary.isComplete()).isFalse();

    summary = run(clips, new Listener("dear", 2), new Listener("cheap", 2));
    assertThat(of("dear", summary).made()).isEqualTo(3);
  }

  @Test
  void anEncoderThatSendsClipsAwayWorksOnSeveralAtATime() throws IOException {
    CyclicBarrier together = new CyclicBarrier(4);
    EncoderInfo info =
        EncoderInfo.builder("far", Modality.BODY, MediaNeeds.none())
            .dimension(1)
            .recipient("elsewhere")
            .build();
    Encoder far =
        new Listener(info) {
          @Override
          protected List<Encoding> encodePresent(List<ClipMedia> batch) {
            try {
              together.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
              throw new InferenceException("never four together", e);
            }
            return List.of(Embedding.of("far", new float[] {1}));
          }
        };
    List<Clip> clips = clips("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8");
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      ExtractionSummary summary =
          extraction(store, far, new Listener("near", 2))
              .readers(AnyReader::new)
              .threads(1)
              .build()
              .run(clips, (clip, worked) -> {});
      assertThat(of("far", summary).made()).isEqualTo(8);
      assertThat(of("near", summary).made()).isEqualTo(8);
    }
  }

  /** As {@link FakeReader}, for encoders without needs too. */
  private final class AnyReader implements MediaReader {
    @Override
    public List<ClipMedia> read(Clip clip, List<MediaNeeds> needs) {
      return needs.get(0).isNone()
          ? List.of(ClipMedia.ofNothing(clip))
          : new FakeReader().read(clip, needs);
    }

    @Override
    public void close() {}
  }

  @Test
  void saysThatAClipIsNotThere() throws IOException {
    ExtractionSummary summary =
        run(List.of(Clip.of(clips.resolve("gone.mov"))), new Listener("a", 2));
    assertThat(of("a", summary).failed().get("gone.mov"))
        .contains("gone.mov")
        .contains("cannot be read");
  }

  @Test
  void refusesTwoClipsOfOneId() throws IOException {
    List<Clip> twice = Stream.concat(clips("x").stream(), clips("x").stream()).toList();
    assertThatThrownBy(() -> run(twice, new Listener("a", 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clip x stands twice");
  }

  @Test
  void refusesWrongOptions() throws IOException {
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      assertThatThrownBy(() -> extraction(store)).hasMessageContaining("no encoder");
      assertThatThrownBy(() -> extraction(store, new Listener("a", 2), new Listener("a", 2)))
          .hasMessage("encoder id a stands twice");
      assertThatThrownBy(() -> extraction(store, new Listener("a", 2)).threads(0))
          .hasMessage("threads is 0: must be 1..1024");
      assertThatThrownBy(() -> extraction(store, new Listener("a", 2)).threads(1).threads(2))
          .hasMessageContaining("set twice");
      assertThatThrownBy(() -> extraction(store, new Listener("a", 2)).retryFailed().retryFailed())
          .hasMessageContaining("set twice");
    }
  }

  @Test
  void keepsWhatWasDoneWhenInterruptedAndClaimsNothingLonger() throws IOException {
    Thread self = Thread.currentThread();
    List<Clip> many = clips("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8");
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      Extraction extraction =
          extraction(store, new Listener("a", 2)).readers(FakeReader::new).threads(1).build();
      assertThatThrownBy(() -> extraction.run(many, (clip, worked) -> self.interrupt()))
          .isInstanceOf(InterruptedWorkException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(store.find("a", "c1")).isPresent();

      ExtractionSummary rest = extraction.run(many, (clip, worked) -> {});
      assertThat(rest.isComplete()).isTrue();
      assertThat(of("a", rest).kept()).isPositive();
    }
  }

  @Test
  void twoExtractionsOfOneStoreShareTheWork() throws Exception {
    List<Clip> many = clips("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9");
    Listener first = new Listener("a", 2);
    Listener second = new Listener("a", 2);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      Future<ExtractionSummary> one = pool.submit(() -> run(many, first));
      Future<ExtractionSummary> two = pool.submit(() -> run(many, second));
      assertThat(one.get().isComplete()).isTrue();
      assertThat(two.get().isComplete()).isTrue();
      assertThat(of("a", one.get()).made() + of("a", two.get()).made()).isEqualTo(9);
    } finally {
      pool.shutdownNow();
    }
    assertThat(first.asked.get() + second.asked.get()).isEqualTo(9);
  }
}
