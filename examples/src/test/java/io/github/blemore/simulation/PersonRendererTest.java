package io.github.blemore.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Emotion;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class PersonRendererTest {

  private static final int WIDTH = PersonRenderer.WIDTH;
  private static final int HEIGHT = PersonRenderer.HEIGHT;

  private static double difference(BufferedImage one, BufferedImage other) {
    int[] a = Takes.pixels(one);
    int[] b = Takes.pixels(other);
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        sum += Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255));
      }
    }
    return sum / (3.0 * a.length);
  }

  @Test
  void theSameTakeAndTimeGiveTheSamePixelsInAnyOrder() {
    Portrayal portrayal = Takes.of(0, Emotion.FEAR);
    PersonRenderer renderer = new PersonRenderer(portrayal, WIDTH, HEIGHT);
    BufferedImage late = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    BufferedImage early = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    renderer.render(0.7 * portrayal.seconds(), late);
    renderer.render(0.1 * portrayal.seconds(), early);

    Portrayal again = Takes.of(0, Emotion.FEAR);
    assertThat(Takes.pixels(Takes.picture(again, 0.1))).isEqualTo(Takes.pixels(early));
    assertThat(Takes.pixels(Takes.picture(again, 0.7))).isEqualTo(Takes.pixels(late));
  }

  @Test
  void bothKindsOfPictureShowTheSame() {
    Portrayal portrayal = Takes.of(1, Emotion.HAPPINESS);
    BufferedImage bgr = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    new PersonRenderer(portrayal, WIDTH, HEIGHT).render(0.5 * portrayal.seconds(), bgr);
    BufferedImage rgb = Takes.picture(portrayal, 0.5);

    assertThat(bgr.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH))
        .isEqualTo(rgb.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH));
  }

  @Test
  void peopleEmotionsTakesAndMomentsDiffer() {
    BufferedImage picture = Takes.picture(Takes.named(0, "hap_int4_ver1"), 0.7);

    assertThat(difference(picture, Takes.picture(Takes.named(1, "hap_int4_ver1"), 0.7)))
        .isGreaterThan(10);
    assertThat(difference(picture, Takes.picture(Takes.named(0, "sad_int4_ver1"), 0.7)))
        .isGreaterThan(5);
    assertThat(difference(picture, Takes.picture(Takes.named(0, "hap_int4_ver2"), 0.7)))
        .isGreaterThan(2);
    assertThat(difference(picture, Takes.picture(Takes.named(0, "hap_int4_ver1"), 0.1)))
        .isGreaterThan(2);
  }

  @Test
  void neutralIsCalm() {
    double neutral = 0;
    double moved = 0;
    for (int actor = 0; actor < 8; actor++) {
      for (Emotion emotion : Emotion.classOrder()) {
        Portrayal portrayal = Takes.of(actor, emotion);
        double change = difference(Takes.picture(portrayal, 0.05), Takes.picture(portrayal, 0.8));
        if (emotion == Emotion.NEUTRAL) {
          neutral += change / 8;
        } else {
          moved += change / 40;
        }
      }
    }

    assertThat(neutral).isLessThan(0.75 * moved);
  }

  @Test
  void aPictureOfAnotherSizeOrTypeIsRefused() {
    PersonRenderer renderer = new PersonRenderer(Takes.of(0, Emotion.NEUTRAL), 64, 48);

    assertThatThrownBy(
            () -> renderer.render(0, new BufferedImage(64, 49, BufferedImage.TYPE_INT_RGB)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 x 49")
        .hasMessageContaining("must be 64 x 48");
    assertThatThrownBy(
            () -> renderer.render(0, new BufferedImage(64, 48, BufferedImage.TYPE_BYTE_GRAY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("type 10");
  }
}
