package io.github.blemore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PillowResizerTest {

  static Stream<String> resized() throws IOException {
    try (Stream<Path> files = Files.list(Pictures.fixture("resize"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  /** Names are such as 361x641_to_30x640_bilinear.png, height first. */
  @ParameterizedTest
  @MethodSource("resized")
  void resizesAsPillow(String file) throws IOException {
    RgbImage expected = Pictures.png("resize/" + file);
    RgbImage source = Pictures.png("images/" + file.substring(0, file.indexOf('_')) + ".png");
    String filter = file.substring(file.lastIndexOf('_') + 1, file.indexOf('.'));

    RgbImage result =
        PillowResizer.resize(
            source,
            expected.width(),
            expected.height(),
            Interpolation.valueOf(filter.toUpperCase(Locale.ROOT)));

    assertSame(result, expected);
  }

  @Test
  void hasAllResizedFixtures() throws IOException {
    assertThat(resized()).hasSize(34);
  }

  @ParameterizedTest
  @CsvSource({
    "bilinear_crop224, 1080x1920",
    "bilinear_crop224, 361x641",
    "bilinear_crop224, 97x61",
    "bicubic_crop224, 1080x1920",
    "bicubic_crop224, 361x641",
    "bicubic_crop224, 97x61",
    "bilinear_squash160, 1080x1920",
    "bilinear_squash160, 361x641",
    "bilinear_squash160, 97x61"
  })
  void fitsAsTheImageProcessors(String folder, String image) throws IOException {
    ImageFit fit =
        switch (folder) {
          case "bilinear_crop224" -> ImageFit.shortestEdgeCrop(224, Interpolation.BILINEAR);
          case "bicubic_crop224" -> ImageFit.shortestEdgeCrop(224, Interpolation.BICUBIC);
          default -> ImageFit.squash(160, 160, Interpolation.BILINEAR);
        };

    RgbImage result = PillowResizer.fit(Pictures.png("images/" + image + ".png"), fit);

    assertSame(result, Pictures.png(folder + "/" + image + ".png"));
  }

  @ParameterizedTest
  @EnumSource(Interpolation.class)
  void agreesWithTheSlowVersion(Interpolation filter) {
    for (int seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      RgbImage source = Pictures.random(side(random), side(random), random);
      int width = random.nextInt(8) == 0 ? source.width() : side(random);
      int height = random.nextInt(8) == 0 ? source.height() : side(random);

      RgbImage result = PillowResizer.resize(source, width, height, filter);

      assertSame(result, SlowResizer.resize(source, width, height, filter));
    }
  }

  private static Interpolation filter(int seed) {
    return seed % 2 == 0 ? Interpolation.BILINEAR : Interpolation.BICUBIC;
  }

  private static int side(Random random) {
    return 1 + random.nextInt(random.nextBoolean() ? 7 : 70);
  }

  /** More than a block of rows and a tile of columns, and not a whole number of them. */
  @ParameterizedTest
  @CsvSource({"1031, 263, 61, 39", "1031, 263, 1031, 39", "700, 130, 701, 7", "3, 300, 40, 500"})
  void agreesWithTheSlowVersionOnLargePictures(int width, int height, int toWidth, int toHeight) {
    RgbImage source = Pictures.random(width, height, new Random(5));
    for (Interpolation filter : Interpolation.values()) {
      assertSame(
          PillowResizer.resize(source, toWidth, toHeight, filter),
          SlowResizer.resize(source, toWidth, toHeight, filter));
    }
  }

  @Test
  void shortestEdgeCropIsResizeAndCrop() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      RgbImage source = Pictures.random(side(random), side(random), random);
      int edge = side(random);
      int size = seed % 2 == 0 ? edge : 1 + random.nextInt(edge);
      Interpolation filter = filter(seed);
      int shorter = Math.min(source.width(), source.height());
      int width = edge * source.width() / shorter;
      int height = edge * source.height() / shorter;

      RgbImage result = PillowResizer.fit(source, ImageFit.shortestEdgeCrop(edge, size, filter));

      RgbImage whole = SlowResizer.resize(source, width, height, filter);
      assertSame(
          result, PillowResizer.crop(whole, (width - size) / 2, (height - size) / 2, size, size));
    }
  }

  @Test
  void fittingAPartIsCropAndFit() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      RgbImage source = Pictures.random(side(random), side(random), random);
      int left = random.nextInt(source.width());
      int top = random.nextInt(source.height());
      int width = 1 + random.nextInt(source.width() - left);
      int height = 1 + random.nextInt(source.height() - top);
      Interpolation filter = filter(seed);
      ImageFit fit =
          random.nextBoolean()
              ? ImageFit.squash(side(random), side(random), filter)
              : ImageFit.shortestEdgeCrop(side(random), filter);

      RgbImage result = PillowResizer.fit(source, left, top, width, height, fit);

      assertSame(
          result, PillowResizer.fit(PillowResizer.crop(source, left, top, width, height), fit));
    }
  }

  @Test
  void cropsTheRightPixels() {
    RgbImage source = Pictures.random(9, 7, new Random(1));

    RgbImage part = PillowResizer.crop(source, 2, 3, 5, 4);

    for (int y = 0; y < 4; y++) {
      for (int i = 0; i < 15; i++) {
        assertThat(part.rgb()[15 * y + i]).isEqualTo(source.rgb()[((3 + y) * 9 + 2) * 3 + i]);
      }
    }
  }

  @Test
  void aPictureOfTheSizeIsReturnedItself() {
    RgbImage source = Pictures.random(6, 6, new Random(2));

    assertThat(PillowResizer.resize(source, 6, 6, Interpolation.BICUBIC)).isSameAs(source);
    assertThat(PillowResizer.fit(source, ImageFit.shortestEdgeCrop(6, Interpolation.BICUBIC)))
        .isSameAs(source);
    assertThat(PillowResizer.crop(source, 0, 0, 6, 6)).isSameAs(source);
  }

  @ParameterizedTest
  @CsvSource({"0, 5, width is 0", "5, -1, height is -1", "8193, 5, width is 8193"})
  void refusesSizes(int width, int height, String message) {
    RgbImage source = Pictures.random(4, 4, new Random(3));

    assertThatThrownBy(() -> PillowResizer.resize(source, width, height, Interpolation.BILINEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("1..8192");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 2, 2",
    "0, -1, 2, 2",
    "0, 0, 0, 2",
    "0, 0, 2, 0",
    "3, 0, 2, 2",
    "0, 3, 2, 2",
    "1, 1, 2147483647, 2"
  })
  void refusesParts(int left, int top, int width, int height) {
    RgbImage source = Pictures.random(4, 4, new Random(3));
    ImageFit fit = ImageFit.squash(2, 2, Interpolation.BILINEAR);

    assertThatThrownBy(() -> PillowResizer.crop(source, left, top, width, height))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("left " + left)
        .hasMessageContaining("4 x 4");
    assertThatThrownBy(() -> PillowResizer.fit(source, left, top, width, height, fit))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertSame(RgbImage result, RgbImage expected) {
    assertThat(result.width()).isEqualTo(expected.width());
    assertThat(result.height()).isEqualTo(expected.height());
    assertThat(result.rgb()).isEqualTo(expected.rgb());
  }
}
