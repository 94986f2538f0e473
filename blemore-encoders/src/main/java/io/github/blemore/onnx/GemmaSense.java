package io.github.blemore.onnx;

import io.github.blemore.Modality;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** What of a clip EmbeddingGemma looks at, and with which of its encoders. */
interface GemmaSense {

  /**
   * What an encoder takes of one clip.
   *
   * @param runs how many runs it takes
   * @param features that each run gives
   * @param inputs of each run, by their names
   */
  record Work(int runs, int features, IntFunction<Map<String, OnnxInput.Values>> inputs) {}

  MediaNeeds needs();

  Modality modality();

  /** The encoder's file, without the variant and {@code .onnx}. */
  String file();

  /** What the encoder takes. */
  List<OnnxModel.Port> inputs();

  /** The encoder's output. */
  String output();

  /** The text model's input for it. */
  String features();

  /** The names in {@code config.json} of the tokens that begin, fill and end a run's place. */
  List<String> tokens();

  /** In words, what the needs do not say. */
  String settings();

  Work work(ClipMedia clip);
}
