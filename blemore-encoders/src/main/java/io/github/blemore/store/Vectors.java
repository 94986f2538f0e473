package io.github.blemore.store;

import io.github.blemore.Embedding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.zip.CRC32;

/** Embeddings as the bytes of a store: float32, little-endian, {@code [windows, dimension]}. */
final class Vectors {

  private Vectors() {}

  static byte[] bytes(Embedding embedding) {
    ByteBuffer bytes =
        ByteBuffer.allocate(
                Math.multiplyExact(
                    Math.multiplyExact(embedding.windowCount(), embedding.dimension()),
                    Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer values = bytes.asFloatBuffer();
    for (int w = 0; w < embedding.windowCount(); w++) {
      values.put(embedding.window(w));
    }
    return bytes.array();
  }

  static long crc32(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  /**
   * The embedding that was kept.
   *
   * @throws IllegalArgumentException if the bytes are not as many as the shape says, or a value is
   *     not finite
   */
  static Embedding embedding(String encoderId, byte[] bytes, int windows, int dimension) {
    if (windows < 1 || dimension < 1 || bytes.length != (long) windows * dimension * Float.BYTES) {
      throw new IllegalArgumentException(
          "%d bytes for %d x %d values: must be 4 for each"
              .formatted(bytes.length, windows, dimension));
    }
    FloatBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[][] vectors = new float[windows][dimension];
    for (float[] vector : vectors) {
      values.get(vector);
    }
    return Embedding.of(encoderId, vectors);
  }
}
