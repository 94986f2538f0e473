package io.github.blemore.simulation;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.util.SplittableRandom;

/**
 * What a camera does to the scene: exposure, the color of the light, and noise.
 *
 * <p>Immutable, safe to share between threads.
 */
final class Camera {

  /** A power of two. */
  private static final int NOISE_VALUES = 1 << 16;

  /** Noise beyond this is cut off. */
  private static final int MOST_NOISE = 15;

  /** Noise, each value moved up by {@link #MOST_NOISE} so that none is below 0. */
  private final byte[] noise = new byte[NOISE_VALUES];

  private final Response red;
  private final Response green;
  private final Response blue;

  Camera(SimulatedActor actor, Looks looks) {
    SplittableRandom random = actor.random("camera");
    for (int i = 0; i < NOISE_VALUES; i++) {
      long value = Math.round(looks.noise * random.nextGaussian());
      noise[i] = (byte) (MOST_NOISE + Math.max(-MOST_NOISE, Math.min(MOST_NOISE, value)));
    }
    red = new Response(looks.exposure * (1 + looks.warmth));
    green = new Response(looks.exposure);
    blue = new Response(looks.exposure * (1 - looks.warmth));
  }

  /**
   * Takes a picture.
   *
   * @param scene TYPE_INT_RGB
   * @param offset where in the noise this picture begins; another for each picture
   * @param into of the same size, TYPE_INT_RGB or TYPE_3BYTE_BGR
   */
  void take(BufferedImage scene, int offset, BufferedImage into) {
    int[] from = ((DataBufferInt) scene.getRaster().getDataBuffer()).getData();
    if (into.getType() == BufferedImage.TYPE_INT_RGB) {
      int[] to = ((DataBufferInt) into.getRaster().getDataBuffer()).getData();
      for (int i = 0; i < from.length; i++) {
        int n = noise[(offset + i) & (NOISE_VALUES - 1)];
        to[i] =
            red.of(from[i] >> 16, n) << 16 | green.of(from[i] >> 8, n) << 8 | blue.of(from[i], n);
      }
    } else {
      byte[] to = ((DataBufferByte) into.getRaster().getDataBuffer()).getData();
      for (int i = 0; i < from.length; i++) {
        int n = noise[(offset + i) & (NOISE_VALUES - 1)];
        to[3 * i] = (byte) blue.of(from[i], n);
        to[3 * i + 1] = (byte) green.of(from[i] >> 8, n);
        to[3 * i + 2] = (byte) red.of(from[i] >> 16, n);
      }
    }
  }

  /** What becomes of the light of one color: 0..255 for each sum of level and noise. */
  private static final class Response {

    private final int[] levels = new int[256 + 2 * MOST_NOISE];

    Response(double gain) {
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (int) Math.max(0, Math.min(255, Math.round((i - MOST_NOISE) * gain)));
      }
    }

    /**
     * The level in the picture.
     *
     * @param rgb the scene's level in its lowest 8 bits
     * @param noise moved up by {@link #MOST_NOISE}
     */
    int of(int rgb, int noise) {
      return levels[(rgb & 255) + noise];
    }
  }
}
