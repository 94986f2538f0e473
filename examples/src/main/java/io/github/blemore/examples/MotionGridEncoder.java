package io.github.blemore.examples;

import io.github.blemore.AbstractEncoder;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An encoder of your own in some hundred lines, to copy: where in the picture something moves, and
 * how much. The picture is cut in 8 x 6 cells; of each the embedding has
 *
 * <ol>
 *   <li>how much its pixels differ between the first and the last frame,
 *   <li>how much they change from one frame to the next, on average over the clip,
 *   <li>the standard deviation of that change over the clip (of the population).
 * </ol>
 *
 * <p>Each is the mean absolute difference of the cell's brightness, as a share of full brightness,
 * 0..1. One window, float32 {@code [3, 6, 8]}, flat: the rows of cells from the top. A clip of one
 * frame gives zeros.
 *
 * <p>Only differences count, so it matters less what a person and a room look like. It knows
 * nothing of bodies, takes the face's movements with the rest, and is no substitute for VideoMAE or
 * TimeSformer: on the simulated corpus it shows that the bodies say something.
 *
 * <p>Safe to share between threads.
 */
public final class MotionGridEncoder extends AbstractEncoder {

  /** Its id in results. */
  public static final String ID = "motion-grid";

  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final int CELL = 8;
  private static final int COLUMNS = WIDTH / CELL;
  private static final int CELLS = COLUMNS * (HEIGHT / CELL);

  /** An encoder; it has no options. */
  public MotionGridEncoder() {
    super(
        EncoderInfo.builder(ID, Modality.BODY, MediaNeeds.of(frameNeeds()))
            .dimension(3 * CELLS)
            .build());
  }

  private static FrameNeeds frameNeeds() {
    return new FrameNeeds(
        FrameSampling.uniform(16),
        FrameRegion.whole(),
        ImageFit.squash(WIDTH, HEIGHT, Interpolation.BILINEAR));
  }

  @Override
  protected List<Encoding> encodePresent(List<ClipMedia> batch) {
    List<Encoding> encodings = new ArrayList<>(batch.size());
    for (ClipMedia media : batch) {
      encodings.add(Embedding.of(info().id(), features(media.frames().orElseThrow())));
    }
    return encodings;
  }

  private static float[] features(Frames frames) {
    int steps = frames.count() - 1;
    float[] first = gray(frames.frame(0));
    float[] before = first;
    double[] sum = new double[CELLS];
    double[] squares = new double[CELLS];
    for (int i = 1; i <= steps; i++) {
      float[] now = gray(frames.frame(i));
      float[] change = change(before, now);
      for (int cell = 0; cell < CELLS; cell++) {
        sum[cell] += change[cell];
        squares[cell] += change[cell] * change[cell];
      }
      before = now;
    }
    float[] features = Arrays.copyOf(change(first, before), 3 * CELLS);
    for (int cell = 0; cell < CELLS && steps > 0; cell++) {
      double mean = sum[cell] / steps;
      double variance = squares[cell] / steps - mean * mean;
      features[CELLS + cell] = (float) mean;
      features[2 * CELLS + cell] = (float) Math.sqrt(Math.max(0, variance));
    }
    return features;
  }

  /** Brightness 0..1 of each pixel. */
  private static float[] gray(ByteBuffer rgb) {
    float[] gray = new float[WIDTH * HEIGHT];
    for (int i = 0; i < gray.length; i++) {
      int sum = (rgb.get() & 255) + (rgb.get() & 255) + (rgb.get() & 255);
      gray[i] = sum / (3 * 255f);
    }
    return gray;
  }

  /** For each cell, the mean absolute difference of its pixels. */
  private static float[] change(float[] a, float[] b) {
    float[] change = new float[CELLS];
    for (int i = 0; i < a.length; i++) {
      int cell = i / WIDTH / CELL * COLUMNS + i % WIDTH / CELL;
      change[cell] += Math.abs(a[i] - b[i]) / (CELL * CELL);
    }
    return change;
  }

  /** Holds nothing that must be freed. */
  @Override
  protected void release() {}
}
