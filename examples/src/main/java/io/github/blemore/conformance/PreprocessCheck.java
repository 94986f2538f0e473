package io.github.blemore.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.image.Normalization;
import io.github.blemore.image.PillowResizer;
import io.github.blemore.image.RgbImage;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.npy.NpyArray;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Resizing and normalization against Pillow and the Hugging Face processors. */
final class PreprocessCheck implements Conformance.FixtureCheck {

  private static final double EXACT = 0;
  private static final double NORMALIZED = 1e-6;

  private static final Pattern ROWS = Pattern.compile("(.+)_rows(\\d+)to(\\d+)\\.npy");
  private static final Pattern WHOLE = Pattern.compile("(.+)_pixel_values\\.npy");

  private static final ImageFit BILINEAR_CROP =
      ImageFit.shortestEdgeCrop(224, Interpolation.BILINEAR);
  private static final ImageFit BICUBIC_CROP =
      ImageFit.shortestEdgeCrop(224, Interpolation.BICUBIC);
  private static final ImageFit BILINEAR_SQUASH = ImageFit.squash(160, 160, Interpolation.BILINEAR);

  private record Processor(String name, ImageFit fit, Normalization normalization) {}

  private static final List<Processor> PROCESSORS =
      List.of(
          new Processor("videomae", BILINEAR_CROP, Normalization.IMAGENET),
          new Processor("timesformer", BILINEAR_CROP, Normalization.TIMESFORMER),
          new Processor("clip", BICUBIC_CROP, Normalization.CLIP),
          new Processor("s4d", BILINEAR_SQUASH, Normalization.IMAGENET));

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    fits(folder, "bilinear_crop224", BILINEAR_CROP, findings);
    fits(folder, "bicubic_crop224", BICUBIC_CROP, findings);
    fits(folder, "bilinear_squash160", BILINEAR_SQUASH, findings);
    resizes(folder, findings);
    for (Processor processor : PROCESSORS) {
      normalization(folder, processor, findings);
    }
  }

  private static void fits(Path folder, String name, ImageFit fit, Findings findings)
      throws IOException {
    for (Path expected : files(folder.resolve(name))) {
      findings.check(
          name,
          name(expected),
          EXACT,
          () ->
              Findings.maxAbsDiff(
                  PillowResizer.fit(source(folder, name(expected)), fit).rgb(),
                  png(expected).rgb()));
    }
  }

  private static void resizes(Path folder, Findings findings) throws IOException {
    JsonNode manifest = FixtureFiles.json(folder.resolve("manifest.json"));
    for (JsonNode resize : manifest.required("resize")) {
      String file = resize.required("file").asText();
      findings.check(
          "resize",
          file,
          EXACT,
          () ->
              Findings.maxAbsDiff(
                  PillowResizer.resize(
                          source(folder, resize.required("source").asText()),
                          resize.required("width").asInt(),
                          resize.required("height").asInt(),
                          Interpolation.valueOf(
                              resize.required("filter").asText().toUpperCase(Locale.ROOT)))
                      .rgb(),
                  png(folder.resolve(file)).rgb()));
    }
  }

  private static void normalization(Path folder, Processor processor, Findings findings)
      throws IOException {
    findings.check(
        processor.name(),
        "normalize_table",
        NORMALIZED,
        () ->
            Findings.maxAbsDiff(
                table(processor.normalization()),
                NpyArray.read(folder.resolve("normalize_table_" + processor.name() + ".npy"))
                    .toFloats()));
    for (Path file : files(folder.resolve(processor.name()))) {
      Matcher rows = ROWS.matcher(name(file));
      Matcher whole = WHOLE.matcher(name(file));
      if (rows.matches()) {
        int from = Integer.parseInt(rows.group(2));
        int to = Integer.parseInt(rows.group(3)) + 1;
        pixels(folder, processor, rows.group(1), file, new int[] {from, to}, findings);
      } else if (whole.matches()) {
        int height = processor.fit().height();
        pixels(folder, processor, whole.group(1), file, new int[] {0, height}, findings);
      } else {
        findings.skip("preprocess/" + processor.name() + "/" + name(file), "unknown kind of file");
      }
    }
  }

  private static void pixels(
      Path folder,
      Processor processor,
      String image,
      Path expected,
      int[] rows,
      Findings findings) {
    findings.check(
        processor.name(),
        name(expected),
        NORMALIZED,
        () -> {
          RgbImage fitted = PillowResizer.fit(source(folder, image + ".png"), processor.fit());
          float[] chw = processor.normalization().toChw(fitted);
          return Findings.maxAbsDiff(
              rows(chw, fitted, rows[0], rows[1]), NpyArray.read(expected).toFloats());
        });
  }

  /** Some rows of each of the three planes. */
  private static float[] rows(float[] chw, RgbImage image, int from, int to) {
    int plane = image.width() * image.height();
    int length = (to - from) * image.width();
    float[] rows = new float[3 * length];
    for (int channel = 0; channel < 3; channel++) {
      int start = channel * plane + from * image.width();
      System.arraycopy(chw, start, rows, channel * length, length);
    }
    return rows;
  }

  private static float[] table(Normalization normalization) {
    float[] table = new float[3 * 256];
    for (int i = 0; i < table.length; i++) {
      table[i] = normalization.apply(i / 256, i % 256);
    }
    return table;
  }

  private static RgbImage source(Path folder, String image) throws IOException {
    return png(folder.resolve("images").resolve(image));
  }

  private static RgbImage png(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new IOException(file + " is no picture");
    }
    int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    byte[] rgb = new byte[argb.length * 3];
    for (int i = 0; i < argb.length; i++) {
      rgb[3 * i] = (byte) (argb[i] >> 16);
      rgb[3 * i + 1] = (byte) (argb[i] >> 8);
      rgb[3 * i + 2] = (byte) argb[i];
    }
    return new RgbImage(image.getWidth(), image.getHeight(), rgb);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return Arrays.asList(files.sorted().toArray(Path[]::new));
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
