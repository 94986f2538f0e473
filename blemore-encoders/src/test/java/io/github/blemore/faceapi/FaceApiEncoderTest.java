package io.github.blemore.faceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Clip;
import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.face.FaceBox;
import io.github.blemore.face.FaceTrack;
import io.github.blemore.face.HaarFaceDetector;
import io.github.blemore.face.TestFaces;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceApiEncoderTest {

  private static FaceApiEncoder encoder;

  @BeforeAll
  static void load() {
    encoder = FaceApiEncoder.builder().build();
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  private static ClipMedia clip(String... names) {
    List<byte[]> images = new ArrayList<>();
    for (String name : names) {
      images.add(Golden.pixels(name));
    }
    return Golden.clip(String.join("-", names), images);
  }

  private static float[] vector(Encoding encoding) {
    return ((Embedding) encoding).vector();
  }

  private static float[] encode(ClipMedia media) {
    return vector(encoder.encode(List.of(media)).get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"noise", "gradient", "chess", "face"})
  void agreesWithTheOriginal(String name) {
    assertThat(encode(clip(name))).containsExactly(Golden.features(name), within(1e-4f));
  }

  @Test
  void saysWhatItIs() {
    assertThat(encoder.info().id()).isEqualTo("face-api");
    assertThat(encoder.info().modality()).isEqualTo(Modality.FACE);
    assertThat(encoder.info().dimension()).isEqualTo(256);
    assertThat(encoder.info().computesOn()).isEqualTo("cpu, float32");
    assertThat(encoder.info().license().orElseThrow().name()).isEqualTo("MIT");
    assertThat(encoder.info().needs().frames().orElseThrow().region())
        .isEqualTo(FrameRegion.face(0.1));
  }

  @Test
  void embeddingIsTheMeanOverTheFrames() {
    float[] expected = new float[256];
    for (int d = 0; d < 256; d++) {
      expected[d] = (Golden.features("noise")[d] + Golden.features("face")[d]) / 2;
    }
    assertThat(encode(clip("noise", "face"))).containsExactly(expected, within(1e-4f));
  }

  @Test
  void batchEqualsSinglesAlsoWhereClipsAreOfDifferentLengthsAndCrossPasses() {
    List<ClipMedia> batch = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      List<byte[]> images = new ArrayList<>();
      for (int k = 0; k <= 2 * i; k++) {
        images.add(Golden.pixels(Golden.NAMES.get((i + k) % 4)));
      }
      batch.add(Golden.clip("clip" + i, images));
    }
    List<Encoding> together = encoder.encode(batch);
    assertThat(together).hasSameSizeAs(batch);
    for (int i = 0; i < batch.size(); i++) {
      assertThat(vector(together.get(i))).containsExactly(encode(batch.get(i)), within(1e-4f));
    }
  }

  @Test
  void seesTheSmileOfThePortrait() {
    List<FaceBox> found;
    try (HaarFaceDetector detector = HaarFaceDetector.load()) {
      found = detector.detect(TestFaces.rgb(TestFaces.portrait()));
    }
    FaceBox box = FaceTrack.follow(List.of(found)).orElseThrow().box(0);
    double side = box.width() * 1.2;
    FaceBox crop =
        new FaceBox(box.x() - box.width() * 0.1, box.y() - box.height() * 0.1, side, side);
    ClipMedia media = Golden.clip("portrait", List.of(TestFaces.portrait(crop, 112, 112).rgb()));
    EmotionDistribution smile =
        FaceApiHead.load()
            .predict(List.of((Embedding) encoder.encode(List.of(media)).get(0)))
            .get(0);
    assertThat(smile.mostProbable()).isEqualTo(Emotion.HAPPINESS);
    assertThat(smile.probability(Emotion.HAPPINESS)).isGreaterThan(0.99);
  }

  @Test
  void refusesFramesOfAnotherSizeOrTooMany() {
    Frames small = Frames.of(96, 96, List.of(new byte[96 * 96 * 3]), new double[1]);
    ClipMedia wrong =
        ClipMedia.builder(Clip.of(Path.of("small.mov")), new MediaSpan(0, 1)).frames(small).build();
    assertThatThrownBy(() -> encoder.encode(List.of(wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("112 x 112 pixels, given 96 x 96");
    ClipMedia many = Golden.clip("long", Collections.nCopies(17, Golden.pixels("face")));
    assertThatThrownBy(() -> encoder.encode(List.of(many)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 16, given 17");
  }

  @Test
  void leaksNothing() throws InterruptedException, ExecutionException {
    ClipMedia media = clip("gradient");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      encodeOften(threads, media, 100);
      long before = Pointer.physicalBytes();
      encodeOften(threads, media, 1000);
      // The input alone, were it kept, would be 188 MB; the working arrays several GB.
      assertThat(Pointer.physicalBytes() - before).isLessThan(100 << 20);
    } finally {
      threads.shutdown();
    }
  }

  private static void encodeOften(ExecutorService threads, ClipMedia media, int times)
      throws InterruptedException, ExecutionException {
    List<Future<float[]>> results = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      results.add(threads.submit(() -> encode(media)));
    }
    for (Future<float[]> result : results) {
      assertThat(result.get()).hasSize(256);
    }
  }

  @Test
  void refusesImpossibleOptions() {
    assertThatThrownBy(() -> FaceApiEncoder.builder().frames(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1..4096");
    assertThatThrownBy(() -> FaceApiEncoder.builder().margin(Double.NaN).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> FaceApiEncoder.builder().frames(8).frames(8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set twice");
  }

  @Test
  void refusesAGpuThatIsNotThereAndFallsBackIfLeftToChoose() {
    assertThatThrownBy(() -> FaceApiEncoder.builder().device(Device.gpu(63)).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("gpu63")
        .hasMessageContaining("Device.auto()");
    try (FaceApiEncoder automatic = FaceApiEncoder.builder().device(Device.auto()).build()) {
      assertThat(automatic.info().computesOn())
          .matches("gpu0, float32|cpu, float32 \\(no GPU: .+\\)");
    }
  }
}
