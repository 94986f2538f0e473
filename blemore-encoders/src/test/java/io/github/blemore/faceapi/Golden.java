package io.github.blemore.faceapi;

import io.github.blemore.Clip;
import io.github.blemore.face.TestFaces;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/** What the original net made of the pictures under {@code src/test/resources/faceapi}. */
final class Golden {

  static final List<String> NAMES = List.of("noise", "gradient", "chess", "face");

  private Golden() {}

  /** uint8 RGB {@code [112, 112, 3]}. */
  static byte[] pixels(String name) {
    try (InputStream stream = open(name + ".png")) {
      return TestFaces.rgb(ImageIO.read(stream)).rgb();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** float32 {@code [256]}. */
  static float[] features(String name) {
    return row("features.npy", NAMES.indexOf(name), 256);
  }

  /** float32 {@code [7]}, in face-api's order. */
  static float[] probabilities(String name) {
    return row("probabilities.npy", NAMES.indexOf(name), 7);
  }

  /** A clip of these pictures, one frame each. */
  static ClipMedia clip(String id, List<byte[]> images) {
    Frames frames = Frames.of(112, 112, images, new double[images.size()]);
    return ClipMedia.builder(Clip.of(Path.of(id)), new MediaSpan(0, 1)).frames(frames).build();
  }

  private static float[] row(String file, int row, int width) {
    try (InputStream stream = open(file)) {
      float[] all = NpyArray.parse(stream.readAllBytes()).toFloats();
      return Arrays.copyOfRange(all, row * width, (row + 1) * width);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String file) {
    return Objects.requireNonNull(Golden.class.getResourceAsStream("/faceapi/" + file), file);
  }
}
