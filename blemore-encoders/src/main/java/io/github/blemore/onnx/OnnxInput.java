package io.github.blemore.onnx;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** How a clip becomes what a model takes. */
interface OnnxInput {

  /**
   * One input of a model.
   *
   * @param values float32, int64, or a byte of 0 or 1 for each bool; direct
   * @param shape theirs
   */
  record Values(Buffer values, Shape shape) {

    /** Of {@code float32}. */
    static FloatBuffer floats(int count) {
      return bytes(count, Float.BYTES).asFloatBuffer();
    }

    /** Of {@code int64}. */
    static LongBuffer longs(int count) {
      return bytes(count, Long.BYTES).asLongBuffer();
    }

    /** Of {@code bool}. */
    static ByteBuffer flags(int count) {
      return bytes(count, Byte.BYTES);
    }

    private static ByteBuffer bytes(int count, int size) {
      return ByteBuffer.allocateDirect(Math.multiplyExact(size, count))
          .order(ByteOrder.nativeOrder());
    }

    DataType type() {
      if (values instanceof FloatBuffer) {
        return DataType.FLOAT32;
      }
      return values instanceof LongBuffer ? DataType.INT64 : DataType.BOOLEAN;
    }
  }

  /**
   * All of a clip.
   *
   * @param values each for one run of the model
   * @param notes what a reader of the result should know
   */
  record Prepared(List<Values> values, List<String> notes) {}

  MediaNeeds needs();

  /** What it gives, -1 where that differs from clip to clip. */
  Shape shape();

  /** In words, for the encoder's settings. */
  String settings();

  Prepared prepare(ClipMedia clip);
}
