package io.github.blemore.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.blemore.Clip;
import io.github.blemore.libav.LibavMediaReader;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.SoundNeeds;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovEncoderTest {

  private static final int WIDTH = 96;
  private static final int HEIGHT = 64;
  private static final int FRAMES = 30;
  private static final double HERTZ = 440;

  @TempDir private Path folder;

  /** A red square on blue that moves right, under a tone. */
  private static byte[] movie() {
    try (MovEncoder encoder = new MovEncoder(WIDTH, HEIGHT, "made by a test")) {
      encoder.sound(tone());
      BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < FRAMES; i++) {
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.BLUE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setColor(Color.RED);
        graphics.fillRect(2 * i, 16, 32, 32);
        graphics.dispose();
        encoder.picture(picture);
      }
      return encoder.finish();
    }
  }

  private static float[] tone() {
    float[] tone = new float[FRAMES * MovEncoder.SAMPLE_RATE / MovEncoder.FRAMES_PER_SECOND];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * HERTZ * i / MovEncoder.SAMPLE_RATE));
    }
    return tone;
  }

  private ClipMedia read(byte[] movie) throws IOException {
    Path file = Files.write(folder.resolve("movie.mov"), movie);
    FrameNeeds frames =
        new FrameNeeds(
            FrameSampling.everyNth(1, 100),
            FrameRegion.whole(),
            ImageFit.squash(WIDTH, HEIGHT, Interpolation.BILINEAR));
    MediaNeeds needs = MediaNeeds.of(frames, new SoundNeeds(MovEncoder.SAMPLE_RATE, 60));
    try (LibavMediaReader reader = new LibavMediaReader()) {
      return reader.read(Clip.of(file), List.of(needs)).get(0);
    }
  }

  @Test
  void everyPictureComesBackInItsColors() throws IOException {
    Frames frames = read(movie()).frames().orElseThrow();

    assertThat(frames.count()).isEqualTo(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      assertThat(frames.seconds(i)).isEqualTo(i / 25.0, offset(1e-6));
      assertColor(frames.frame(i), 2 * i + 16, 32, 255, 0, 0);
      assertColor(frames.frame(i), 2 * i > 48 ? 8 : 88, 32, 0, 0, 255);
    }
  }

  private static void assertColor(ByteBuffer rgb, int x, int y, int... expected) {
    for (int channel = 0; channel < 3; channel++) {
      int value = rgb.get((y * WIDTH + x) * 3 + channel) & 0xff;
      assertThat(value).isBetween(expected[channel] - 20, expected[channel] + 20);
    }
  }

  @Test
  void soundComesBackAsLongAsItWas() throws IOException {
    ClipMedia media = read(movie());
    float[] sound = media.sound().orElseThrow().toArray();

    assertThat(media.notes()).isEmpty();
    assertThat(sound.length).isBetween(tone().length - 1024, tone().length + 1024);
    assertThat(amplitude(sound, HERTZ)).isBetween(0.45, 0.55);
    assertThat(amplitude(sound, 3 * HERTZ)).isLessThan(0.01);
  }

  private static double amplitude(float[] sound, double hertz) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < sound.length; i++) {
      double angle = 2 * Math.PI * hertz * i / MovEncoder.SAMPLE_RATE;
      re += sound[i] * Math.cos(angle);
      im += sound[i] * Math.sin(angle);
    }
    return 2 * Math.hypot(re, im) / sound.length;
  }

  @Test
  void sameInputGivesTheSameBytes() {
    assertThat(movie()).isEqualTo(movie());
  }

  @Test
  void fileSaysWhatItIs() {
    assertThat(new String(movie(), StandardCharsets.ISO_8859_1))
        .contains("ftypqt", "avc1", "mp4a", "made by a test");
  }

  @Test
  void sizesThatH264CannotHaveAreRefused() {
    assertThatThrownBy(() -> new MovEncoder(0, HEIGHT, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("width of the movie is 0 pixels: must be even");
  }

  @Test
  void canBeGivenUpAtAnyPoint() {
    for (int i = 0; i < 50; i++) {
      MovEncoder encoder = new MovEncoder(WIDTH, HEIGHT, "");
      encoder.sound(tone());
      encoder.picture(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB));
      encoder.close();
      encoder.close();
    }
  }
}
