package io.github.blemore.onnx;

import ai.djl.ndarray.types.Shape;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.network.FrameWindows;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames as float32, {@code (byte / 255 - mean) / std} for each channel.
 *
 * @param id of the encoder, for notes
 * @param frames which
 * @param layout in which order
 * @param oneByOne whether each frame takes a run of its own
 * @param mean of R, G, B on a scale of 0..1
 * @param std of R, G, B on a scale of 0..1
 */
record Pictures(
    String id,
    FrameNeeds frames,
    PictureLayout layout,
    boolean oneByOne,
    List<Double> mean,
    List<Double> std)
    implements OnnxInput {

  @Override
  public MediaNeeds needs() {
    return MediaNeeds.of(frames);
  }

  @Override
  public Shape shape() {
    long count = layout.isClip() ? frames.sampling().count() : oneByOne ? 1 : -1;
    return layout.shape(count, frames.fit().height(), frames.fit().width());
  }

  @Override
  public String settings() {
    return "%s, mean %s, std %s".formatted(layout, mean, std);
  }

  /** A model of clips gets as many frames as it takes; one of pictures those there are. */
  @Override
  public Prepared prepare(ClipMedia clip) {
    Frames given = clip.frames().orElseThrow();
    int wanted = layout.isClip() ? frames.sampling().count() : given.count();
    FrameWindows whole = FrameWindows.of(id, given, 1, wanted);
    Frames all = whole.windows().get(0);
    List<Values> runs = new ArrayList<>();
    int perRun = oneByOne && !layout.isClip() ? 1 : all.count();
    for (int first = 0; first < all.count(); first += perRun) {
      runs.add(values(all, first, perRun));
    }
    return new Prepared(runs, whole.notes());
  }

  private Values values(Frames all, int first, int count) {
    int pixels = all.width() * all.height();
    FloatBuffer values = Values.floats(3 * pixels * count);
    for (int f = 0; f < count; f++) {
      ByteBuffer rgb = all.frame(first + f);
      for (int p = 0; p < pixels; p++) {
        for (int c = 0; c < 3; c++) {
          double value = ((rgb.get(3 * p + c) & 0xff) / 255.0 - mean.get(c)) / std.get(c);
          values.put(layout.index(f, c, p, count, pixels), (float) value);
        }
      }
    }
    return new Values(values, layout.shape(count, all.height(), all.width()));
  }
}
