package io.github.blemore.libav;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Sound to the bytes of a .wav file (RIFF, PCM): 16 bits, mono. */
final class WavFile {

  private static final int HEADER_BYTES = 44;
  private static final int FORMAT_BYTES = 16;
  private static final short PCM = 1;
  private static final short MONO = 1;

  private WavFile() {}

  /**
   * Writes the file.
   *
   * @param samples float32, full scale is -1..1; rounded, and clipped where they are above it
   * @param from the first sample
   * @param to the sample after the last
   */
  static byte[] of(float[] samples, int from, int to, int sampleRate) {
    int bytes = (to - from) * Short.BYTES;
    ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(HEADER_BYTES - 8 + bytes).put(ascii("WAVE"));
    file.put(ascii("fmt ")).putInt(FORMAT_BYTES).putShort(PCM).putShort(MONO);
    file.putInt(sampleRate).putInt(sampleRate * Short.BYTES);
    file.putShort((short) Short.BYTES).putShort((short) Short.SIZE);
    file.put(ascii("data")).putInt(bytes);
    for (int i = from; i < to; i++) {
      long level = Math.round(samples[i] * 0x1p15);
      file.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, level)));
    }
    return file.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
