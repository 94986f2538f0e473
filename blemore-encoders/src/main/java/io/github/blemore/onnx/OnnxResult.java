package io.github.blemore.onnx;

import ai.djl.ndarray.types.Shape;
import io.github.blemore.InferenceException;

/** What one run of a model gave: float32 and their shape. */
final class OnnxResult {

  private final Shape shape;
  private final float[] values;

  /** Takes the array over. */
  OnnxResult(Shape shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  Shape shape() {
    return shape;
  }

  /** Not copied: who changes them changes this. */
  float[] values() {
    return values;
  }

  void requireFinite(String encoder, String output) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InferenceException(
            "output \"%s\" of encoder %s is %s at %d: must be finite"
                .formatted(output, encoder, values[i], i));
      }
    }
  }
}
