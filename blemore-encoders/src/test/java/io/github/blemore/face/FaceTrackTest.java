package io.github.blemore.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaceTrackTest {

  private static FaceBox box(double x, double y, double side) {
    return new FaceBox(x, y, side, side);
  }

  /** One face of side 100 in each of {@code frames}, moving by (10, 4) a frame. */
  private static List<List<FaceBox>> moving(int frames) {
    return new ArrayList<>(
        IntStream.range(0, frames)
            .mapToObj(i -> List.of(box(200 + 10 * i, 100 + 4 * i, 100)))
            .toList());
  }

  private static FaceTrack follow(List<List<FaceBox>> detections) {
    return FaceTrack.follow(detections).orElseThrow();
  }

  private static void assertMoving(FaceTrack track) {
    for (int i = 0; i < track.frameCount(); i++) {
      assertBox(track.box(i), box(200 + 10 * i, 100 + 4 * i, 100));
    }
  }

  private static void assertBox(FaceBox actual, FaceBox expected) {
    assertThat(actual.x()).isCloseTo(expected.x(), within(1e-9));
    assertThat(actual.y()).isCloseTo(expected.y(), within(1e-9));
    assertThat(actual.width()).isCloseTo(expected.width(), within(1e-9));
    assertThat(actual.height()).isCloseTo(expected.height(), within(1e-9));
  }

  @Test
  void noFaceAnywhereIsNoTrack() {
    assertThat(FaceTrack.follow(List.of())).isEmpty();
    assertThat(FaceTrack.follow(List.of(List.of(), List.of()))).isEmpty();
  }

  @Test
  void oneFrameKeepsItsBox() {
    FaceTrack track = follow(List.of(List.of(box(3, 4, 50))));
    assertThat(track.frameCount()).isEqualTo(1);
    assertThat(track.detectedFrames()).isEqualTo(1);
    assertBox(track.box(0), box(3, 4, 50));
  }

  @Test
  void evenMotionIsNeitherDelayedNorShrunk() {
    FaceTrack track = follow(moving(16));
    assertThat(track.detectedFrames()).isEqualTo(16);
    assertMoving(track);
  }

  @Test
  void gapInTheMiddleIsInterpolated() {
    List<List<FaceBox>> detections = moving(16);
    for (int i = 5; i < 9; i++) {
      detections.set(i, List.of());
    }
    FaceTrack track = follow(detections);
    assertThat(track.detectedFrames()).isEqualTo(12);
    assertMoving(track);
  }

  @Test
  void gapsAtTheEndsGetTheNearestBox() {
    FaceBox face = box(40, 30, 80);
    FaceTrack track =
        follow(List.of(List.of(), List.of(), List.of(face), List.of(face), List.of(), List.of()));
    assertThat(track.frameCount()).isEqualTo(6);
    assertThat(track.detectedFrames()).isEqualTo(2);
    for (int i = 0; i < 6; i++) {
      assertBox(track.box(i), face);
    }
  }

  @Test
  void jitterIsSmoothed() {
    Random random = new Random(7);
    List<List<FaceBox>> detections = new ArrayList<>();
    double raw = 0;
    for (int i = 0; i < 200; i++) {
      double jitter = random.nextGaussian() * 5;
      raw += jitter * jitter;
      detections.add(List.of(box(300 + jitter, 100, 120)));
    }
    FaceTrack track = follow(detections);
    double smoothed = 0;
    for (int i = 0; i < 200; i++) {
      double off = track.box(i).x() - 300;
      smoothed += off * off;
    }
    // Weights 1 2 3 2 1 over 9 leave 19/81 of the variance of independent noise.
    assertThat(smoothed / raw).isCloseTo(19 / 81.0, within(0.05));
  }

  @Test
  void spuriousTinyBoxBesideTheFaceIsIgnored() {
    List<List<FaceBox>> detections = moving(16);
    detections.set(6, List.of(box(10, 10, 20), detections.get(6).get(0)));
    FaceTrack track = follow(detections);
    assertThat(track.detectedFrames()).isEqualTo(16);
    assertMoving(track);
  }

  @Test
  void spuriousBoxInsteadOfTheFaceIsIgnoredWhereverItIs() {
    for (int at = 1; at < 15; at++) {
      for (FaceBox spurious : List.of(box(600, 10, 20), box(600, 10, 90), box(50, 0, 340))) {
        List<List<FaceBox>> detections = moving(16);
        detections.set(at, List.of(spurious));
        FaceTrack track = follow(detections);
        assertThat(track.detectedFrames()).isEqualTo(15);
        assertMoving(track);
      }
    }
    List<List<FaceBox>> detections = moving(16);
    detections.set(0, List.of(box(600, 10, 90)));
    assertBox(follow(detections).box(0), box(210, 104, 100));
  }

  @Test
  void boxOfOneFrameLosesHoweverLarge() {
    List<List<FaceBox>> detections = moving(5);
    detections.set(2, List.of(detections.get(2).get(0), box(0, 0, 1000)));
    FaceTrack track = follow(detections);
    assertThat(track.detectedFrames()).isEqualTo(5);
    assertMoving(track);
  }

  @Test
  void ofSingleBoxesTheLargestIsTaken() {
    FaceTrack track = follow(List.of(List.of(box(0, 0, 50), box(300, 0, 120)), List.of()));
    assertThat(track.detectedFrames()).isEqualTo(1);
    assertBox(track.box(1), box(300, 0, 120));
  }

  @Test
  void ofTwoPeopleTheLargerIsFollowedEvenWhereOnlyTheOtherIsSeen() {
    List<List<FaceBox>> detections = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      FaceBox large = box(100, 100, 100);
      FaceBox small = box(300, 110, 80);
      List<FaceBox> both = new ArrayList<>(List.of(large, small));
      Collections.shuffle(both, new Random(i));
      detections.add(i % 5 == 2 ? List.of(small) : both);
    }
    FaceTrack track = follow(detections);
    assertThat(track.detectedFrames()).isEqualTo(13);
    for (int i = 0; i < 16; i++) {
      assertBox(track.box(i), box(100, 100, 100));
    }
  }

  @Test
  void jumpIsFollowedWithoutBlurringIt() {
    List<List<FaceBox>> detections = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      detections.add(List.of(i < 6 ? box(0, 0, 100) : box(500, 50, 110)));
    }
    FaceTrack track = follow(detections);
    assertThat(track.detectedFrames()).isEqualTo(10);
    assertBox(track.box(5), box(0, 0, 100));
    assertBox(track.box(6), box(500, 50, 110));
  }

  @Test
  void unknownFrameIsRefused() {
    FaceTrack track = follow(moving(3));
    assertThatThrownBy(() -> track.box(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> track.box(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
