package io.github.blemore.finetune.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Clip;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.ModelException;
import io.github.blemore.contract.ContractMedia;
import io.github.blemore.internal.Workers;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import io.github.blemore.media.SoundNeeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MediaCacheTest {

  private static final Path MEDIA = Path.of("../blemore-encoders/src/test/resources/media");
  private static final MediaNeeds BOTH =
      MediaNeeds.of(
          new FrameNeeds(
              FrameSampling.uniform(4),
              FrameRegion.whole(),
              ImageFit.squash(32, 24, Interpolation.BILINEAR)),
          new SoundNeeds(16_000, 5));

  @TempDir private Path folder;

  private static Clip clip(String name) {
    return Clip.of(MEDIA.resolve(name));
  }

  /** A reader that makes media up, or fails. */
  private record Stand(Function<Clip, ClipMedia> media, AtomicInteger open) implements MediaReader {

    Stand {
      open.incrementAndGet();
    }

    @Override
    public List<ClipMedia> read(Clip clip, List<MediaNeeds> needs) {
      return List.of(media.apply(clip));
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  private static List<Clip> madeUp(int count) {
    List<Clip> clips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clips.add(Clip.of(Path.of(i + ".mov")));
    }
    return clips;
  }

  private static long seed(Clip clip) {
    return Long.parseLong(clip.id().replace(".mov", ""));
  }

  private static void assertSame(MediaCache cache, String id, ClipMedia view) {
    Frames frames = view.frames().orElseThrow();
    Frames kept = cache.frames(id).orElseThrow();
    assertThat(kept.count()).isEqualTo(frames.count());
    assertThat(kept.width()).isEqualTo(frames.width());
    assertThat(kept.height()).isEqualTo(frames.height());
    for (int i = 0; i < frames.count(); i++) {
      assertThat(kept.frame(i)).isEqualTo(frames.frame(i));
      assertThat(kept.seconds(i)).isEqualTo(frames.seconds(i));
    }
    assertThat(cache.sound(id).orElseThrow().sampleRate())
        .isEqualTo(view.sound().orElseThrow().sampleRate());
    assertThat(cache.sound(id).orElseThrow().toArray())
        .isEqualTo(view.sound().orElseThrow().toArray());
  }

  @Test
  void holdsWhatAReaderGivesAndSaysWhatIsMissing() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.mp4"), "no movie");
    List<Clip> clips =
        List.of(
            clip("h264_aac.mp4"),
            Clip.of(broken),
            clip("hevc_10bit.mp4"),
            clip("mono_8bit.wav"),
            clip("vp9_opus.webm"));
    AtomicInteger done = new AtomicInteger();
    try (MediaCache cache =
            MediaCache.of(folder, clips, BOTH, MediaReader::open, 2, done::incrementAndGet);
        MediaReader reader = MediaReader.open()) {
      for (Clip clip : List.of(clips.get(0), clips.get(4))) {
        assertSame(cache, clip.id(), reader.read(clip, List.of(BOTH)).get(0));
      }
      assertThat(cache.failed().keySet())
          .containsExactly("broken.mp4", "hevc_10bit.mp4", "mono_8bit.wav");
      assertThat(cache.failed().get("broken.mp4")).contains("broken.mp4");
      assertThat(cache.failed()).containsEntry("hevc_10bit.mp4", "no audio stream");
      assertThat(cache.failed()).containsEntry("mono_8bit.wav", "no video stream");
      assertThat(cache.frames("broken.mp4")).isEmpty();
      assertThat(cache.sound("hevc_10bit.mp4")).isEmpty();
      assertThat(cache.frames("hevc_10bit.mp4")).isPresent();
      assertThat(cache.sound("mono_8bit.wav")).isPresent();
      assertThat(done).hasValue(5);
    }
  }

  @Test
  void aClipWithoutAFaceIsToldOf() throws IOException {
    MediaNeeds face =
        MediaNeeds.of(
            new FrameNeeds(
                FrameSampling.uniform(4),
                FrameRegion.face(0.25),
                ImageFit.squash(32, 32, Interpolation.BILINEAR)));
    try (MediaCache cache =
        MediaCache.of(
            folder,
            List.of(clip("h264_aac.mp4"), clip("portrait.mov")),
            face,
            MediaReader::open,
            1,
            () -> {})) {
      assertThat(cache.failed().keySet()).containsExactly("h264_aac.mp4");
      assertThat(cache.failed().get("h264_aac.mp4")).contains("no face");
      assertThat(cache.frames("portrait.mov").orElseThrow().count()).isEqualTo(4);
      assertThat(cache.sound("portrait.mov")).isEmpty();
    }
  }

  @Test
  void manyThreadsReadAndOneInterruptedDoesNotDisturbTheOthers() throws IOException {
    AtomicInteger open = new AtomicInteger();
    try (MediaCache cache =
        MediaCache.of(
            folder,
            madeUp(40),
            BOTH,
            () -> new Stand(clip -> ContractMedia.random(BOTH, seed(clip)), open),
            4,
            () -> {})) {
      assertThat(open).hasValue(0);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> cache.frames("3.mov")).isInstanceOf(InterruptedWorkException.class);
      assertThat(Thread.interrupted()).isTrue();

      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (Clip clip : madeUp(40)) {
        tasks.add(
            () -> {
              assertSame(cache, clip.id(), ContractMedia.random(BOTH, seed(clip)));
              return true;
            });
      }
      assertThat(Workers.runAll("clips were compared", 4, IOException.class, tasks)).hasSize(40);
    }
  }

  @Test
  void placesBeyondTwoGibibytesWork() throws IOException {
    AtomicInteger open = new AtomicInteger();
    MediaCache.Source source =
        new MediaCache.Source(
            madeUp(3),
            BOTH,
            () -> new Stand(clip -> ContractMedia.random(BOTH, seed(clip)), open),
            1);
    try (MediaCache cache = MediaCache.of(source, folder, (1L << 32) - 1000, () -> {})) {
      for (Clip clip : madeUp(3)) {
        assertSame(cache, clip.id(), ContractMedia.random(BOTH, seed(clip)));
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theFileHasNoName() throws IOException {
    AtomicInteger open = new AtomicInteger();
    try (MediaCache cache =
        MediaCache.of(
            folder,
            madeUp(2),
            BOTH,
            () -> new Stand(clip -> ContractMedia.random(BOTH, seed(clip)), open),
            1,
            () -> {})) {
      assertThat(cache.frames("1.mov")).isPresent();
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void nothingIsLeftAndNothingIsReadAfterClosing() throws IOException {
    AtomicInteger open = new AtomicInteger();
    MediaCache cache =
        MediaCache.of(
            folder,
            madeUp(2),
            BOTH,
            () -> new Stand(clip -> ContractMedia.random(BOTH, seed(clip)), open),
            1,
            () -> {});
    cache.close();
    cache.close();

    assertThat(folder).isEmptyDirectory();
    assertThatThrownBy(() -> cache.frames("1.mov"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void anInterruptEndsTheDecodingAndClosesReaders() {
    AtomicInteger open = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Function<Clip, ClipMedia> waiting =
        clip -> {
          caller.interrupt();
          try {
            never.await();
            throw new AssertionError("nobody counts down");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedWorkException("reading was interrupted", e);
          }
        };

    assertThatThrownBy(
            () ->
                MediaCache.of(folder, madeUp(5), BOTH, () -> new Stand(waiting, open), 2, () -> {}))
        .isInstanceOf(InterruptedWorkException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(open).hasValue(0);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void failuresOfOneClipAreKeptAndMissingNativesAreNot() throws IOException {
    AtomicInteger open = new AtomicInteger();
    Function<Clip, ClipMedia> odd =
        clip -> {
          if (seed(clip) == 1) {
            throw new IllegalStateException("a decoder's fault");
          }
          return ContractMedia.random(BOTH, seed(clip));
        };
    try (MediaCache cache =
        MediaCache.of(folder, madeUp(3), BOTH, () -> new Stand(odd, open), 1, () -> {})) {
      assertThat(cache.failed().toString())
          .isEqualTo("{1.mov=java.lang.IllegalStateException: a decoder's fault}");
      assertThat(cache.frames("2.mov")).isPresent();
    }
    Function<Clip, ClipMedia> noNatives =
        clip -> {
          throw new ModelException("no natives");
        };
    assertThatThrownBy(
            () ->
                MediaCache.of(
                    folder, madeUp(3), BOTH, () -> new Stand(noNatives, open), 1, () -> {}))
        .isInstanceOf(ModelException.class);
    assertThat(open).hasValue(0);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void wrongArgumentsAreNamed() throws IOException {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> MediaCache.of(none, madeUp(1), BOTH, MediaReader::open, 1, () -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be kept in " + none);
    assertThatThrownBy(() -> MediaCache.of(folder, madeUp(1), BOTH, MediaReader::open, 0, () -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threads is 0");
    List<Clip> twice = List.of(madeUp(1).get(0), madeUp(1).get(0));
    assertThatThrownBy(() -> MediaCache.of(folder, twice, BOTH, MediaReader::open, 1, () -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two clips are called 0.mov");
    try (MediaCache cache =
        MediaCache.of(folder, List.of(), BOTH, MediaReader::open, 1, () -> {})) {
      assertThatThrownBy(() -> cache.sound("a.mov"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("clip a.mov is none of the 0");
    }
  }
}
