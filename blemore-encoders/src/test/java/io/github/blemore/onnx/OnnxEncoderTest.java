package io.github.blemore.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Clip;
import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.InferenceException;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.internal.Sha256;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import io.github.blemore.pooling.TimePooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxEncoderTest {

  private static final int WIDTH = 5;
  private static final int HEIGHT = 4;
  private static final ImageFit FIT = ImageFit.squash(WIDTH, HEIGHT, Interpolation.BILINEAR);
  private static final List<Double> MEAN = List.of(0.5, 0.4, 0.3);
  private static final List<Double> STD = List.of(0.2, 0.3, 0.4);

  @TempDir private Path folder;

  private Path model(List<TestOnnx.Message> nodes, TestOnnx.Message in, TestOnnx.Message out) {
    return TestOnnx.write(folder.resolve("model.onnx"), nodes, List.of(in), List.of(out));
  }

  private Path colors() {
    return model(
        List.of(TestOnnx.mean("pixels", "means", 2, 3)),
        TestOnnx.port("pixels", -1, 3, HEIGHT, WIDTH),
        TestOnnx.port("means", -1, 3));
  }

  private static ClipMedia.Builder media() {
    return ClipMedia.builder(Clip.of(Path.of("clip.mov")), new MediaSpan(0, 1));
  }

  private static Frames frames(int count) {
    Random random = new Random(count);
    List<byte[]> images = new ArrayList<>();
    double[] seconds = new double[count];
    for (int i = 0; i < count; i++) {
      byte[] image = new byte[WIDTH * HEIGHT * 3];
      random.nextBytes(image);
      images.add(image);
      seconds[i] = i;
    }
    return Frames.of(WIDTH, HEIGHT, images, seconds);
  }

  private static Embedding embedding(OnnxEncoder encoder, ClipMedia media) {
    return (Embedding) encoder.encode(List.of(media)).get(0);
  }

  /** The mean of each normalized channel over all pixels of all frames. */
  private static double[] channelMeans(Frames frames) {
    double[] means = new double[3];
    int values = frames.count() * WIDTH * HEIGHT;
    for (int f = 0; f < frames.count(); f++) {
      for (int i = 0; i < WIDTH * HEIGHT * 3; i++) {
        double value = (frames.frame(f).get(i) & 0xff) / 255.0;
        means[i % 3] += (value - MEAN.get(i % 3)) / STD.get(i % 3) / values;
      }
    }
    return means;
  }

  private static void assertClose(float[] found, double... wanted) {
    assertThat(found).hasSize(wanted.length);
    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) found[i]).as("value %d", i).isCloseTo(wanted[i], within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"NCHW, -1", "NCHW, 1", "NHWC, -1", "NTCHW, 1", "NCTHW, 1"})
  void takesPicturesInEveryLayout(PictureLayout layout, int batch) {
    TestOnnx.Message in =
        switch (layout) {
          case NCHW -> TestOnnx.port("x", batch, 3, HEIGHT, WIDTH);
          case NHWC -> TestOnnx.port("x", batch, HEIGHT, WIDTH, 3);
          case NTCHW -> TestOnnx.port("x", batch, 4, 3, HEIGHT, WIDTH);
          case NCTHW -> TestOnnx.port("x", batch, 3, 4, HEIGHT, WIDTH);
        };
    TestOnnx.Message node =
        switch (layout) {
          case NCHW -> TestOnnx.mean("x", "y", 2, 3);
          case NHWC -> TestOnnx.mean("x", "y", 1, 2);
          case NTCHW -> TestOnnx.mean("x", "y", 3, 4);
          case NCTHW -> TestOnnx.mean("x", "y", 2, 3, 4);
        };
    TestOnnx.Message out =
        layout == PictureLayout.NTCHW ? TestOnnx.port("y", 1, 4, 3) : TestOnnx.port("y", batch, 3);
    Frames frames = frames(4);
    try (OnnxEncoder encoder =
        OnnxEncoder.builder(model(List.of(node), in, out))
            .pictures(FIT)
            .frames(4)
            .layout(layout)
            .mean(MEAN)
            .std(STD)
            .build()) {
      assertClose(
          embedding(encoder, media().frames(frames).build()).vector(), channelMeans(frames));
    }
  }

  @Test
  void aClipWithTooFewFramesRepeatsItsLast() {
    Path file =
        model(
            List.of(TestOnnx.mean("x", "y", 3, 4)),
            TestOnnx.port("x", 1, 4, 3, HEIGHT, WIDTH),
            TestOnnx.port("y", 1, 4, 3));
    try (OnnxEncoder encoder =
        OnnxEncoder.builder(file)
            .pictures(FIT)
            .frames(4)
            .layout(PictureLayout.NTCHW)
            .pooling(TimePooling.LAST)
            .mean(MEAN)
            .std(STD)
            .build()) {
      Embedding two = embedding(encoder, media().frames(frames(2)).build());

      Frames all = frames(2);
      byte[] last = new byte[WIDTH * HEIGHT * 3];
      all.frame(1).get(last);
      assertClose(
          two.vector(), channelMeans(Frames.of(WIDTH, HEIGHT, List.of(last), new double[] {0})));
      assertThat(two.notes()).anyMatch(note -> note.contains("needs 4 frames: there are 2"));
    }
  }

  @Test
  void takesSoundCutOrFilledAndNormalized() {
    Path file =
        model(
            List.of(TestOnnx.node("Identity", "wave", "same")),
            TestOnnx.port("wave", 1, 4),
            TestOnnx.port("same", 1, 4));
    try (OnnxEncoder encoder =
        OnnxEncoder.builder(file).sound(16_000).samples(4).normalize().build()) {
      ClipMedia shorter = media().sound(Sound.of(16_000, new float[] {1, 3})).build();
      ClipMedia longer = media().sound(Sound.of(16_000, new float[] {1, 1, 1, 3, 3, 3})).build();

      assertThat(encoder.info().modality()).isEqualTo(Modality.VOICE);
      assertClose(embedding(encoder, shorter).vector(), -1, 1, 0, 0);
      assertClose(embedding(encoder, longer).vector(), -1, -1, -1, 1);
      assertThat(embedding(encoder, shorter).notes()).anyMatch(n -> n.contains("zeros"));
      assertThat(embedding(encoder, longer).notes()).anyMatch(n -> n.contains("cut"));
    }
  }

  @Test
  void takesSoundOfAnyLength() {
    Path identity =
        model(
            List.of(TestOnnx.node("Identity", "wave", "frames")),
            TestOnnx.port("wave", -1, -1),
            TestOnnx.port("frames", -1, -1));
    try (OnnxEncoder encoder = OnnxEncoder.builder(identity).sound(16_000).dimension(3).build()) {
      assertClose(
          embedding(encoder, media().sound(Sound.of(16_000, new float[] {1, 2, 3})).build())
              .vector(),
          1,
          2,
          3);
      ClipMedia four = media().sound(Sound.of(16_000, new float[4])).build();
      assertThatThrownBy(() -> encoder.encode(List.of(four)))
          .isInstanceOf(InferenceException.class)
          .hasMessageContainingAll("frames", "(1, 4)", "[frames, 3]");
    }
    assertThatThrownBy(() -> OnnxEncoder.builder(identity).sound(16_000).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dimension(...)");
  }

  @Test
  void saysWhatItIs() throws IOException {
    Path file = colors();
    try (OnnxEncoder encoder =
        OnnxEncoder.builder(file)
            .id("mine")
            .pictures(FIT)
            .region(FrameRegion.face(0.1))
            .pooling(TimePooling.SEVEN_STATISTICS)
            .build()) {
      assertThat(encoder.info().id()).isEqualTo("mine");
      assertThat(encoder.info().modality()).isEqualTo(Modality.FACE);
      assertThat(encoder.info().dimension()).isEqualTo(21);
      assertThat(encoder.info().checkpointSha256()).contains(Sha256.of(file));
      assertThat(encoder.info().computesOn()).isEqualTo("cpu, float32, ONNX Runtime");
    }
  }

  @Test
  void anOutputThatIsNoNumberIsRefused() {
    Path file =
        model(
            List.of(TestOnnx.node("Log", "wave", "log")),
            TestOnnx.port("wave", 1, 2),
            TestOnnx.port("log", 1, 2));
    try (OnnxEncoder encoder = OnnxEncoder.builder(file).sound(16_000).samples(2).build()) {
      ClipMedia negative = media().sound(Sound.of(16_000, new float[] {1, -1})).build();
      assertThatThrownBy(() -> encoder.encode(List.of(negative)))
          .isInstanceOf(InferenceException.class)
          .hasMessageContainingAll("\"log\"", "NaN at 1");
    }
  }

  private void assertRefused(OnnxEncoder.Builder builder, String... parts) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(folder.toString())
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void filesThatAreNoModelsAreRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.onnx"), "not a model");
    assertRefused(OnnxEncoder.builder(text).pictures(FIT), "text.onnx", "ONNX");
    assertRefused(OnnxEncoder.builder(folder.resolve("no.onnx")).pictures(FIT), "is no file");
  }

  @Test
  void inputsAndOutputsMustBeThere() {
    assertRefused(OnnxEncoder.builder(colors()).pictures(FIT).input("x"), "\"x\"", "[pixels]");
    assertRefused(OnnxEncoder.builder(colors()).pictures(FIT).output("y"), "\"y\"", "[means]");
    Path two =
        TestOnnx.write(
            folder.resolve("two.onnx"),
            List.of(TestOnnx.mean("pixels", "a", 2, 3), TestOnnx.node("Identity", "pixels", "b")),
            List.of(TestOnnx.port("pixels", -1, 3, HEIGHT, WIDTH)),
            List.of(TestOnnx.port("a", -1, 3), TestOnnx.port("b", -1, 3, HEIGHT, WIDTH)));
    assertRefused(OnnxEncoder.builder(two).pictures(FIT), "[a, b]", "output(...)");
    assertRefused(OnnxEncoder.builder(two).pictures(FIT).output("b"), "\"b\"", "[frames, D]");
    try (OnnxEncoder encoder = OnnxEncoder.builder(two).pictures(FIT).output("a").build()) {
      assertThat(encoder.info().dimension()).isEqualTo(3);
    }
    Path sum =
        TestOnnx.write(
            folder.resolve("sum.onnx"),
            List.of(TestOnnx.node("Add", "p", "s").text(1, "q")),
            List.of(TestOnnx.port("p", 1, 2), TestOnnx.port("q", 1, 2)),
            List.of(TestOnnx.port("s", 1, 2)));
    assertRefused(OnnxEncoder.builder(sum).sound(16_000).input("p"), "[p, q]", "one input");
  }

  @Test
  void whatIsDeclaredMustBeWhatTheModelTakes() {
    ImageFit larger = ImageFit.squash(8, 8, Interpolation.BILINEAR);
    assertRefused(OnnxEncoder.builder(colors()).pictures(larger), "(-1, 3, 4, 5)", "8, 8");
    assertRefused(
        OnnxEncoder.builder(colors()).pictures(FIT).layout(PictureLayout.NHWC), "4, 5, 3)");
    assertRefused(OnnxEncoder.builder(colors()).sound(16_000), "pixels");
    assertRefused(OnnxEncoder.builder(colors()).pictures(FIT).dimension(4), "dimension is 4");
  }

  @Test
  void aGpuThatIsNotThereIsRefused() {
    assertThatThrownBy(
            () -> OnnxEncoder.builder(colors()).pictures(FIT).device(Device.gpu(0)).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("gpu", "without CUDA", "onnxruntime_gpu");
  }

  @Test
  void optionsAreChecked() {
    Path file = colors();
    assertThatThrownBy(() -> OnnxEncoder.builder(file).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neither pictures nor sound");
    assertThatThrownBy(() -> OnnxEncoder.builder(file).pictures(FIT).sound(16_000).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pictures and sound");
    assertThatThrownBy(() -> OnnxEncoder.builder(file).pictures(FIT).samples(5).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("samples of encoder model is set: it takes pictures");
    assertThatThrownBy(() -> OnnxEncoder.builder(file).frames(2).frames(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frames of encoder model is set twice: 2");
    ImageFit sizes = ImageFit.keepAspect(8, 9, Interpolation.BILINEAR);
    assertThatThrownBy(() -> OnnxEncoder.builder(file).pictures(sizes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be of one size");
    assertThatThrownBy(() -> OnnxEncoder.builder(file).frames(0)).hasMessageContaining("1..4096");
    assertThatThrownBy(() -> OnnxEncoder.builder(file).std(List.of(1.0, 0.0, 1.0)))
        .hasMessageContaining("std is [1.0, 0.0, 1.0]");
    assertThatThrownBy(() -> OnnxEncoder.builder(file).mean(List.of(1.0)))
        .hasMessageContaining("three");
  }
}
