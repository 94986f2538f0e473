package io.github.blemore.libav;

import static io.github.blemore.libav.TestClips.clip;
import static io.github.blemore.libav.TestClips.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.InterruptedWorkException;
import io.github.blemore.MediaException;
import io.github.blemore.face.FaceBox;
import io.github.blemore.face.FaceDetector;
import io.github.blemore.image.RgbImage;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import io.github.blemore.media.SoundNeeds;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class MemoryTest {

  private static final long MEGABYTE = 1 << 20;

  /** Always the same face. */
  private static final class OneFace implements FaceDetector {
    @Override
    public List<FaceBox> detect(RgbImage image) {
      return List.of(new FaceBox(100, 50, 200, 200));
    }

    @Override
    public void close() {}
  }

  private static void readInEachWay(MediaReader reader) {
    // 1280 x 720: a leaked frame is 1.3 MB.
    reader.read(
        clip("large.mp4"),
        List.of(
            MediaNeeds.of(whole(FrameSampling.uniform(3), 32, 32), new SoundNeeds(16000, 1)),
            MediaNeeds.of(
                new FrameNeeds(
                    FrameSampling.uniform(2),
                    FrameRegion.face(0.1),
                    ImageFit.squash(32, 32, Interpolation.BILINEAR)))));
    reader.read(clip("mono_8bit.wav"), List.of(MediaNeeds.of(new SoundNeeds(16000, 60))));
    assertThatThrownBy(
            () ->
                reader.read(
                    clip("subtitles_only.mkv"),
                    List.of(MediaNeeds.of(whole(FrameSampling.uniform(3), 32, 32)))))
        .isInstanceOf(MediaException.class);
    InterruptingFace.read();
  }

  /** Interrupts the read from within. */
  private static final class InterruptingFace implements FaceDetector {
    private final Thread reader = Thread.currentThread();

    static void read() {
      try (LibavMediaReader reader =
          LibavMediaReader.builder().faceDetector(new InterruptingFace()).build()) {
        assertThatThrownBy(
                () ->
                    reader.read(
                        clip("large.mp4"),
                        List.of(
                            MediaNeeds.of(
                                new FrameNeeds(
                                    FrameSampling.uniform(4),
                                    FrameRegion.face(0),
                                    ImageFit.squash(32, 32, Interpolation.BILINEAR))))))
            .isInstanceOf(InterruptedWorkException.class);
        assertThat(Thread.interrupted()).isTrue();
      }
    }

    @Override
    public List<FaceBox> detect(RgbImage image) {
      reader.interrupt();
      return List.of(new FaceBox(100, 50, 200, 200));
    }

    @Override
    public void close() {}
  }

  @Test
  void hundredsOfReadsLeaveNothingBehind() {
    try (MediaReader reader = LibavMediaReader.builder().faceDetector(new OneFace()).build()) {
      for (int i = 0; i < 15; i++) {
        readInEachWay(reader);
      }
      System.gc();
      long before = Pointer.physicalBytes();
      long pointersBefore = Pointer.totalBytes();
      for (int i = 0; i < 60; i++) {
        readInEachWay(reader);
      }
      System.gc();
      // 240 reads; one frame leaked in each fourth would be 78 MB.
      assertThat(Pointer.physicalBytes() - before).isLessThan(50 * MEGABYTE);
      assertThat(Pointer.totalBytes() - pointersBefore).isLessThan(MEGABYTE);
    }
  }

  @Test
  void hundredsOfCutsLeaveNothingBehind() {
    ClipCutter cutter = new ClipCutter(new CutForm(0.2, 0.3, 64, true));
    for (int i = 0; i < 10; i++) {
      cutter.cut(clip("large.mp4").path());
    }
    System.gc();
    long before = Pointer.physicalBytes();
    long pointersBefore = Pointer.totalBytes();
    for (int i = 0; i < 100; i++) {
      cutter.cut(clip("large.mp4").path());
    }
    System.gc();
    // Of 500 decoded frames, one leaked in each cut would be 130 MB.
    assertThat(Pointer.physicalBytes() - before).isLessThan(50 * MEGABYTE);
    assertThat(Pointer.totalBytes() - pointersBefore).isLessThan(MEGABYTE);
  }

  /** The most memory the process had while something ran, above what it had before. */
  private static long peak(Runnable work) throws InterruptedException {
    System.gc();
    long before = Pointer.physicalBytes();
    AtomicLong peak = new AtomicLong(before);
    AtomicBoolean done = new AtomicBoolean();
    Thread watch =
        new Thread(
            () -> {
              while (!done.get()) {
                peak.accumulateAndGet(Pointer.physicalBytes(), Math::max);
                LockSupport.parkNanos(500_000);
              }
            });
    watch.start();
    try {
      work.run();
    } finally {
      done.set(true);
      watch.join();
    }
    return peak.get() - before;
  }

  @Test
  void memoryDoesNotGrowWithTheClip() throws InterruptedException {
    try (MediaReader reader = LibavMediaReader.builder().build()) {
      MediaNeeds needs = MediaNeeds.of(whole(FrameSampling.uniform(16), 32, 32));
      reader.read(clip("large.mp4"), List.of(needs));
      // 300 frames of 1.4 MB: 415 MB if all were held.
      assertThat(peak(() -> reader.read(clip("many_large.mkv"), List.of(needs))))
          .isLessThan(200 * MEGABYTE);
    }
  }

  @Test
  void twoHoursAreSampledToTheirEnd() {
    try (MediaReader reader = LibavMediaReader.builder().build()) {
      MediaNeeds needs =
          MediaNeeds.of(whole(FrameSampling.uniform(16), 32, 32), new SoundNeeds(16000, 60));
      ClipMedia media = reader.read(clip("two_hours.mkv"), List.of(needs)).get(0);
      assertThat(media.frames().orElseThrow().count()).isEqualTo(16);
      // The moment 15.5 / 16 of 7200 s is 6975 s.
      assertThat(media.frames().orElseThrow().seconds(15)).isEqualTo(6975);
      assertThat(media.span().end()).isEqualTo(7200);
      assertThat(media.sound().orElseThrow().length()).isEqualTo(960_000);
    }
  }
}
