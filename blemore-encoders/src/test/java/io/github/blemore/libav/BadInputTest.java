package io.github.blemore.libav;

import static io.github.blemore.libav.TestClips.both;
import static io.github.blemore.libav.TestClips.clip;
import static io.github.blemore.libav.TestClips.numbers;
import static io.github.blemore.libav.TestClips.path;
import static io.github.blemore.libav.TestClips.pictures;
import static io.github.blemore.libav.TestClips.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Clip;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.MediaException;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {

  @TempDir private Path folder;

  private void assertRefused(Path path, String... parts) {
    assertThatThrownBy(() -> read(path, both(FrameSampling.uniform(2), 16000)))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(path.toString())
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void missingFile() {
    assertRefused(folder.resolve("no.mov"), "there is no such file", "check the path");
  }

  @Test
  void aFileOfWhichNothingIsNeededIsNotOpened() {
    Clip clip = Clip.of(folder.resolve("no.mov"));
    try (MediaReader reader = new LibavMediaReader()) {
      List<ClipMedia> views = reader.read(clip, List.of(MediaNeeds.none(), MediaNeeds.none()));

      assertThat(views).hasSize(2).allMatch(view -> view.missingReason().isEmpty());
      assertThat(views.get(0).clip()).isEqualTo(clip);
    }
  }

  @Test
  void directory() {
    assertRefused(folder, "it is a directory", "name a media file in it");
  }

  @Test
  void emptyFile() throws IOException {
    assertRefused(
        Files.createFile(folder.resolve("empty.mov")), "it is empty (0 bytes)", "record it again");
  }

  @Test
  void textNamedMov() throws IOException {
    Path text = folder.resolve("notes.mov");
    Files.writeString(text, "dear diary, today was a good day\n".repeat(100));
    assertRefused(text, "no media file that libav knows", "convert it");
  }

  @Test
  void playListNamedMov() throws IOException {
    Path list = folder.resolve("list.mov");
    Files.writeString(
        list, "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://localhost:9/a.ts\n");
    assertRefused(list, "it is");
  }

  @Test
  void noise() throws IOException {
    byte[] bytes = new byte[20_000];
    new Random(1).nextBytes(bytes);
    Path noise = folder.resolve("noise.mp4");
    Files.write(noise, bytes);
    assertRefused(noise, "no media file that libav knows");
  }

  @Test
  void recordingWithoutIndex() throws IOException {
    assertRefused(
        truncated("index_at_end.mov", 0.5), "its index (moov atom) is missing", "record or copy");
  }

  @Test
  void neitherPictureNorSound() {
    assertRefused(path("subtitles_only.mkv"), "neither a video nor an audio stream");
  }

  @Test
  void unreadableFile() throws IOException {
    Path secret = folder.resolve("secret.mov");
    Files.copy(path("one_frame.mp4"), secret);
    assertThat(secret.toFile().setReadable(false, false)).isTrue();
    Assumptions.assumeFalse(Files.isReadable(secret), "root may read everything");
    assertRefused(secret, "may not read it", "permissions");
  }

  private Path truncated(String name, double share) throws IOException {
    byte[] all = Files.readAllBytes(path(name));
    Path cut = folder.resolve("cut_" + name);
    Files.write(cut, Arrays.copyOf(all, (int) (all.length * share)));
    return cut;
  }

  @Test
  void truncatedFileGivesWhatThereIs() throws IOException {
    ClipMedia media = read(truncated("h264_aac.mp4", 0.6), both(FrameSampling.uniform(10), 16000));
    int[] numbers = numbers(media.frames().orElseThrow());
    assertThat(numbers.length).isBetween(3, 8);
    // The moments 0.1, 0.3, ...: frames 2, 7, 12, ...; before the end, reordered ones are lacking.
    for (int i = 0; i < numbers.length - 1; i++) {
      assertThat(numbers[i]).isEqualTo(2 + 5 * i);
    }
    assertThat(media.notes())
        .anyMatch(
            note ->
                note.matches(
                    "picture ends at [01]\\.\\d\\d s, the file says 2\\.00 s: %d of 10 frames"
                        .formatted(numbers.length)));
    assertThat(media.span().end()).isLessThan(1.9);
    assertThat(media.sound().orElseThrow().seconds()).isBetween(0.5, 1.9);
  }

  @Test
  void damagedPacketsAreCounted() throws IOException {
    byte[] all = Files.readAllBytes(path("h264_aac.mp4"));
    for (int i = all.length / 2; i < all.length * 2 / 3; i += 16) {
      all[i] ^= 0x55;
    }
    Path damaged = folder.resolve("damaged.mp4");
    Files.write(damaged, all);
    ClipMedia media = read(damaged, both(FrameSampling.everyNth(1, 100), 16000));
    assertThat(media.notes()).anyMatch(note -> note.matches("\\d+ damaged picture packets?"));
    assertThat(media.notes()).anyMatch(note -> note.matches("\\d+ damaged sound packets?"));
    assertThat(media.frames().orElseThrow().count()).isGreaterThan(5);
    assertThat(media.sound()).isPresent();
  }

  @Test
  void nothingNeeded() {
    try (MediaReader reader = LibavMediaReader.builder().build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader.read(clip("one_frame.mp4"), List.of()))
          .withMessageContaining("one or more");
    }
  }

  @Test
  void closedReader() {
    MediaReader reader = LibavMediaReader.builder().build();
    reader.close();
    reader.close();
    assertThatIllegalStateException()
        .isThrownBy(
            () -> reader.read(clip("one_frame.mp4"), List.of(pictures(FrameSampling.uniform(1)))))
        .withMessageContaining("closed");
  }

  @Test
  void interruptedThreadStopsAndStaysInterrupted() {
    try (MediaReader reader = LibavMediaReader.builder().build()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () -> reader.read(clip("h264_aac.mp4"), List.of(pictures(FrameSampling.uniform(5)))))
          .isInstanceOf(InterruptedWorkException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void oneReaderServesSeveralThreads() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (MediaReader reader = LibavMediaReader.builder().build()) {
      Callable<int[]> task =
          () ->
              numbers(
                  reader
                      .read(clip("h264_aac.mp4"), List.of(both(FrameSampling.uniform(5), 16000)))
                      .get(0)
                      .frames()
                      .orElseThrow());
      for (Future<int[]> result : pool.invokeAll(java.util.Collections.nCopies(16, task))) {
        assertThat(result.get()).containsExactly(5, 15, 25, 35, 45);
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
