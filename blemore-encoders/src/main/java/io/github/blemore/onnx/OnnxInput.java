package io.github.blemore.onnx;

import ai.djl.ndarray.types.Shape;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import java.nio.FloatBuffer;
import java.util.List;

/** How a clip becomes what a model takes. */
interface OnnxInput {

  /**
   * One input of a model.
   *
   * @param values float32, direct
   * @param shape theirs
   */
  record Values(FloatBuffer values, Shape shape) {}

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
