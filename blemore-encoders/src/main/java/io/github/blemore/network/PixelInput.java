package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.media.Frames;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Brings frames to the device as bytes and normalizes them there: {@code (byte / 255 - mean) / std}
 * for each channel, in float32.
 *
 * @param mean float32 {@code [3]}
 * @param std float32 {@code [3]}
 */
public record PixelInput(NDArray mean, NDArray std) {

  /**
   * Normalization by these numbers.
   *
   * @param mean of R, G, B on a scale of 0..1
   * @param std of R, G, B on a scale of 0..1
   */
  public static PixelInput of(NDManager manager, List<Double> mean, List<Double> std) {
    return new PixelInput(manager.create(floats(mean)), manager.create(floats(std)));
  }

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  /**
   * The input of a network.
   *
   * @param clips all with as many frames of one size
   * @return float32 {@code [clips, frames, 3, height, width]}
   */
  public NDArray apply(NDManager call, List<Frames> clips) {
    Frames first = clips.get(0);
    Shape shape = new Shape(clips.size(), first.count(), first.height(), first.width(), 3);
    ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(shape.size()));
    clips.forEach(frames -> frames.copyTo(bytes));
    return Scopes.scoped(
        () ->
            call.create(bytes.flip(), shape, DataType.UINT8)
                .toType(DataType.FLOAT32, false)
                .divi(255)
                .subi(mean)
                .divi(std)
                .transpose(0, 1, 4, 2, 3));
  }
}
