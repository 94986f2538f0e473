package io.github.blemore.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HaarFaceDetectorTest {

  private static HaarFaceDetector detector;

  @BeforeAll
  static void load() {
    detector = HaarFaceDetector.load();
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  /** Eyes, nose and mouth of the portrait are between (127, 75) and (185, 125). */
  private static void assertOnFace(FaceBox box, double scale) {
    assertThat(box.x() + box.width() / 2).isCloseTo(156 * scale, within(10 * scale));
    assertThat(box.y() + box.height() / 2).isCloseTo(91 * scale, within(10 * scale));
    assertThat(box.width()).isBetween(70 * scale, 110 * scale);
  }

  @Test
  void findsTheOneFaceOfAPortrait() {
    List<FaceBox> boxes = detector.detect(TestFaces.rgb(TestFaces.portrait()));
    assertThat(boxes).hasSize(1);
    assertOnFace(boxes.get(0), 1);
  }

  @Test
  void findsItInALargeFrameOfOddSize() {
    FaceBox whole = new FaceBox(0, 0, 320, 320);
    List<FaceBox> boxes = detector.detect(TestFaces.portrait(whole, 901, 901));
    assertThat(boxes).hasSize(1);
    assertOnFace(boxes.get(0), 901 / 320.0);
  }

  @Test
  void findsItInTheDark() {
    RgbImage portrait = TestFaces.rgb(TestFaces.portrait());
    byte[] dark = portrait.rgb().clone();
    for (int i = 0; i < dark.length; i++) {
      dark[i] = (byte) ((dark[i] & 0xff) / 12);
    }
    List<FaceBox> boxes = detector.detect(new RgbImage(320, 320, dark));
    assertThat(boxes).hasSize(1);
    assertOnFace(boxes.get(0), 1);
  }

  @Test
  void findsNoneInBlackNoiseAndTinyPictures() {
    assertThat(detector.detect(new RgbImage(320, 240, new byte[320 * 240 * 3]))).isEmpty();
    byte[] noise = new byte[320 * 240 * 3];
    new Random(1).nextBytes(noise);
    assertThat(detector.detect(new RgbImage(320, 240, noise))).isEmpty();
    assertThat(detector.detect(new RgbImage(1, 1, new byte[3]))).isEmpty();
    assertThat(detector.detect(new RgbImage(500, 2, new byte[3000]))).isEmpty();
  }

  @Test
  void ignoresFacesSmallerThanAskedFor() {
    try (HaarFaceDetector picky = HaarFaceDetector.builder().minFaceShare(0.5).load()) {
      assertThat(picky.detect(TestFaces.rgb(TestFaces.portrait()))).isEmpty();
    }
  }

  @Test
  void threadsShareOneDetector() throws InterruptedException, ExecutionException {
    RgbImage portrait = TestFaces.rgb(TestFaces.portrait());
    List<FaceBox> alone = detector.detect(portrait);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<FaceBox>>> results = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        results.add(threads.submit(() -> detector.detect(portrait)));
      }
      for (Future<List<FaceBox>> result : results) {
        assertThat(result.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void leaksNothing() {
    RgbImage image = TestFaces.portrait(new FaceBox(106, 42, 100, 100), 240, 240);
    try (HaarFaceDetector coarse = HaarFaceDetector.builder().minFaceShare(0.7).load()) {
      for (int i = 0; i < 100; i++) {
        coarse.detect(image);
      }
      long tracked = Pointer.totalBytes();
      long physical = Pointer.physicalBytes();
      for (int i = 0; i < 1000; i++) {
        assertThat(coarse.detect(image)).hasSize(1);
      }
      assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(tracked);
      // One leaked picture a call would be 172 MB in color, 58 MB in gray.
      assertThat(Pointer.physicalBytes() - physical).isLessThan(48 << 20);
    }
  }

  @Test
  void refusesWorkAfterClose() {
    HaarFaceDetector closed = HaarFaceDetector.load();
    closed.close();
    closed.close();
    RgbImage image = new RgbImage(8, 8, new byte[192]);
    assertThatThrownBy(() -> closed.detect(image))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void refusesImpossibleOptions() {
    assertThatThrownBy(() -> HaarFaceDetector.builder().minFaceShare(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN")
        .hasMessageContaining("0.02..1");
    assertThatThrownBy(() -> HaarFaceDetector.builder().minNeighbors(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1..100");
    assertThatThrownBy(() -> HaarFaceDetector.builder().minNeighbors(3).minNeighbors(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set twice");
  }
}
