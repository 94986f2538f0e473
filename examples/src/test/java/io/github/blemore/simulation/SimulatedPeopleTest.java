package io.github.blemore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.Encoder;
import io.github.blemore.examples.MotionGridEncoder;
import io.github.blemore.face.FaceBox;
import io.github.blemore.face.FaceTrack;
import io.github.blemore.face.HaarFaceDetector;
import io.github.blemore.faceapi.FaceApiEncoder;
import io.github.blemore.image.PillowResizer;
import io.github.blemore.image.RgbImage;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.MediaSpan;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What detector and encoders make of the simulated people: 10 of them, each in six emotions. */
class SimulatedPeopleTest {

  private static final int ACTORS = 10;
  private static final int FRAMES = 6;

  /** What {@link FaceApiEncoder} adds around a face. */
  private static final double MARGIN = 0.1;

  private static final List<List<RgbImage>> CLIPS = new ArrayList<>();
  private static final List<List<List<FaceBox>>> FACES = new ArrayList<>();

  @BeforeAll
  static void renderAndDetect() {
    try (HaarFaceDetector detector = HaarFaceDetector.load()) {
      for (int actor = 0; actor < ACTORS; actor++) {
        for (Emotion emotion : Emotion.classOrder()) {
          List<RgbImage> frames = render(Takes.of(actor, emotion));
          CLIPS.add(frames);
          FACES.add(frames.stream().map(detector::detect).toList());
        }
      }
    }
  }

  private static List<RgbImage> render(Portrayal portrayal) {
    PersonRenderer renderer =
        new PersonRenderer(portrayal, PersonRenderer.WIDTH, PersonRenderer.HEIGHT);
    BufferedImage picture =
        new BufferedImage(PersonRenderer.WIDTH, PersonRenderer.HEIGHT, BufferedImage.TYPE_INT_RGB);
    List<RgbImage> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      renderer.render((i + 0.5) / FRAMES * portrayal.seconds(), picture);
      int[] pixels = Takes.pixels(picture);
      byte[] rgb = new byte[3 * pixels.length];
      for (int p = 0; p < pixels.length; p++) {
        rgb[3 * p] = (byte) (pixels[p] >> 16);
        rgb[3 * p + 1] = (byte) (pixels[p] >> 8);
        rgb[3 * p + 2] = (byte) pixels[p];
      }
      frames.add(new RgbImage(picture.getWidth(), picture.getHeight(), rgb));
    }
    return frames;
  }

  /** Whether a box is on the head of a person who may lean and sway. */
  private static boolean onHead(FaceBox box) {
    double x = box.x() + box.width() / 2;
    double y = box.y() + box.height() / 2;
    return Math.abs(x - PersonRenderer.WIDTH / 2.0) < 0.15 * PersonRenderer.WIDTH
        && y < 0.6 * PersonRenderer.HEIGHT
        && box.width() > 0.18 * PersonRenderer.HEIGHT
        && box.width() < 0.45 * PersonRenderer.HEIGHT;
  }

  @Test
  void theHaarDetectorFindsTheFaceInMostFrames() {
    List<List<FaceBox>> frames = FACES.stream().flatMap(List::stream).toList();
    long found =
        frames.stream().filter(f -> f.stream().anyMatch(SimulatedPeopleTest::onHead)).count();
    long wrong = frames.stream().flatMap(List::stream).filter(box -> !onHead(box)).count();

    assertThat(found / (double) frames.size()).isGreaterThan(0.95);
    assertThat(wrong).isLessThan(frames.size() / 50);
  }

  @Test
  void facesAreLearnableButNotTrivially() {
    List<float[]> embeddings = new ArrayList<>();
    try (FaceApiEncoder encoder = FaceApiEncoder.builder().build()) {
      for (int i = 0; i < CLIPS.size(); i++) {
        FaceTrack track = FaceTrack.follow(FACES.get(i)).orElseThrow();
        List<byte[]> crops = new ArrayList<>();
        for (int f = 0; f < FRAMES; f++) {
          crops.add(crop(CLIPS.get(i).get(f), track.box(f), fit(encoder)));
        }
        embeddings.add(encode(encoder, crops));
      }
    }

    assertThat(accuracy(embeddings)).isBetween(0.4, 0.95);
  }

  @Test
  void bodiesAreLearnableButNotTrivially() {
    List<float[]> embeddings = new ArrayList<>();
    try (MotionGridEncoder encoder = new MotionGridEncoder()) {
      for (List<RgbImage> clip : CLIPS) {
        embeddings.add(
            encode(
                encoder,
                clip.stream().map(f -> PillowResizer.fit(f, fit(encoder)).rgb()).toList()));
      }
    }

    assertThat(accuracy(embeddings)).isBetween(0.3, 0.9);
  }

  private static ImageFit fit(Encoder encoder) {
    return encoder.info().needs().frames().orElseThrow().fit();
  }

  /** A square around the face, as media readers cut it. */
  private static byte[] crop(RgbImage frame, FaceBox box, ImageFit fit) {
    double wanted = Math.max(box.width(), box.height()) * (1 + 2 * MARGIN);
    int side = (int) Math.min(Math.round(wanted), frame.height());
    int left = inside(box.x() + box.width() / 2 - side / 2.0, frame.width() - side);
    int top = inside(box.y() + box.height() / 2 - side / 2.0, frame.height() - side);
    return PillowResizer.fit(frame, left, top, side, side, fit).rgb();
  }

  private static int inside(double from, int last) {
    return (int) Math.max(0, Math.min(Math.round(from), last));
  }

  private static float[] encode(Encoder encoder, List<byte[]> images) {
    double[] seconds = new double[images.size()];
    Arrays.setAll(seconds, i -> i);
    ImageFit fit = fit(encoder);
    ClipMedia media =
        ClipMedia.builder(Clip.of(Path.of("drawn.mov")), new MediaSpan(0, images.size()))
            .frames(Frames.of(fit.width(), fit.height(), images, seconds))
            .build();
    return ((Embedding) encoder.encode(List.of(media)).get(0)).vector();
  }

  /**
   * The share of clips whose emotion is that of the nearest class mean over all other people, the
   * values divided by their standard deviation; chance is 1/6. As simple as a classifier gets: a
   * fitted head does better.
   */
  private static double accuracy(List<float[]> embeddings) {
    int values = embeddings.get(0).length;
    double[] scale = new double[values];
    for (int d = 0; d < values; d++) {
      int value = d;
      double mean = embeddings.stream().mapToDouble(e -> e[value]).average().orElseThrow();
      double variance =
          embeddings.stream()
              .mapToDouble(e -> (e[value] - mean) * (e[value] - mean))
              .average()
              .orElseThrow();
      scale[d] = 1 / Math.sqrt(variance + 1e-9);
    }
    int right = 0;
    for (int clip = 0; clip < embeddings.size(); clip++) {
      int nearest = -1;
      double least = Double.MAX_VALUE;
      for (int emotion = 0; emotion < Emotion.COUNT; emotion++) {
        double distance = 0;
        for (int d = 0; d < values; d++) {
          double mean = 0;
          for (int actor = 0; actor < ACTORS; actor++) {
            if (actor != clip / Emotion.COUNT) {
              mean += embeddings.get(actor * Emotion.COUNT + emotion)[d] / (ACTORS - 1.0);
            }
          }
          double difference = scale[d] * (embeddings.get(clip)[d] - mean);
          distance += difference * difference;
        }
        if (distance < least) {
          least = distance;
          nearest = emotion;
        }
      }
      right += nearest == clip % Emotion.COUNT ? 1 : 0;
    }
    return right / (double) embeddings.size();
  }
}
