package io.github.blemore.onnx;

import static io.github.blemore.onnx.TestOnnx.constant;
import static io.github.blemore.onnx.TestOnnx.longs;
import static io.github.blemore.onnx.TestOnnx.node;
import static io.github.blemore.onnx.TestOnnx.number;
import static io.github.blemore.onnx.TestOnnx.port;

import io.github.blemore.media.Frames;
import io.github.blemore.sound.LogMelSpectrum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder like the published one of EmbeddingGemma 2, with the same inputs and outputs, whose
 * networks can be computed by hand. A feature is {@code pooling * pooling} patches one after the
 * other, each with its values, column and row. The embedding is the mean over all tokens of (token
 * number from 1 on) * feature, repeated; then, for the other values, the sum of (token number) *
 * token, divided by {@link #SCALE}. A feature of sound is the first values of every fourth frame of
 * its spectrum.
 */
final class GemmaCheckpoint {

  static final int PATCH = 2;
  static final int POOLING = 2;
  static final int CELL = PATCH * POOLING;

  static final int BOS = 2;
  static final int EOS = 1;
  static final int BEGIN = 9;
  static final int VIDEO = 14;
  static final int END = 12;
  static final int BEGIN_SOUND = 8;
  static final int SOUND = 13;
  static final int END_SOUND = 11;

  static final int EMBEDDING = 768;
  static final double SCALE = 1000;

  private static final int PIXELS = 3 * PATCH * PATCH;
  static final int WIDTH = POOLING * POOLING * (PIXELS + 2);
  private static final int REPEATS = EMBEDDING / WIDTH;

  static final String CONFIG =
      """
      {"model_type": "embedding_gemma2", "boi_token_id": 9, "video_token_id": 14,
       "eoi_token_id": 12, "boa_token_id": 8, "audio_token_id": 13, "eoa_token_index": 11,
       "text_config": {"hidden_size": 56, "embedding_dim": 768}}
      """;

  static final String PROCESSOR =
      """
      {"processor_class": "EmbeddingGemma2Processor", "image_seq_length": 280,
       "feature_extractor": {
         "feature_extractor_type": "Gemma4AudioFeatureExtractor", "dither": 0.0,
         "feature_size": 128, "fft_length": 512, "frame_length": 320, "hop_length": 160,
         "input_scale_factor": 1.0, "max_frequency": 8000.0, "mel_floor": 0.001,
         "min_frequency": 0.0, "per_bin_mean": null, "per_bin_stddev": null,
         "preemphasis": 0.0, "sampling_rate": 16000},
       "video_processor": {
         "video_processor_type": "EmbeddingGemma2VideoProcessor", "do_convert_rgb": true,
         "do_normalize": false, "do_rescale": true, "do_resize": true, "do_sample_frames": true,
         "image_mean": [0.0, 0.0, 0.0], "image_std": [1.0, 1.0, 1.0],
         "fps": 1, "max_frames": 5, "max_soft_tokens": 6, "overflow_strategy": "uniform",
         "add_timestamps": false, "patch_size": 2, "pooling_kernel_size": 2,
         "resample": 3, "rescale_factor": 0.00392156862745098}}
      """;

  static final String TOKENIZER =
      """
      {"version": "1.0", "added_tokens": [{"id": 2, "content": "<bos>"}],
       "model": {"type": "BPE", "vocab": {"a": 3}, "post_processor": {"type": "other"}},
       "post_processor": {
         "type": "TemplateProcessing",
         "single": [{"SpecialToken": {"id": "<bos>", "type_id": 0}},
                    {"Sequence": {"id": "A", "type_id": 0}},
                    {"SpecialToken": {"id": "<eos>", "type_id": 0}}],
         "pair": [],
         "special_tokens": {"<bos>": {"id": "<bos>", "ids": [2], "tokens": ["<bos>"]},
                            "<eos>": {"id": "<eos>", "ids": [1], "tokens": ["<eos>"]}}}}
      """;

  private GemmaCheckpoint() {}

  /** Writes all files of the default variant. */
  static Path write(Path folder) {
    text(folder.resolve("config.json"), CONFIG);
    text(folder.resolve("processor_config.json"), PROCESSOR);
    text(folder.resolve("tokenizer.json"), TOKENIZER);
    text(folder.resolve("README.md"), "---\nlicense: apache-2.0\n---\n");
    vision(folder, "vision_encoder.onnx");
    model(folder, "model.onnx");
    return folder;
  }

  /** Replaces the text model by one that places features of sound, and adds their encoder. */
  static Path writeSound(Path folder) {
    write(folder);
    model(
        folder, "model.onnx", "audio_features", SOUND, List.of("image_features", "video_features"));
    TestOnnx.write(
        file(folder, "audio_encoder.onnx"),
        List.of(
            constant("any", false, -1),
            constant("rowShape", false, -1, 128),
            constant("begin", false, 0, 0),
            constant("end", false, Integer.MAX_VALUE, WIDTH),
            constant("axes", false, 0, 1),
            constant("steps", false, 4, 1),
            node("Reshape", List.of("input_features_mask", "any"), "keep"),
            node("Reshape", List.of("input_features", "rowShape"), "rows"),
            number(node("Compress", List.of("rows", "keep"), "real"), "axis", 0),
            node("Slice", List.of("real", "begin", "end", "axes", "steps"), "audio_features")),
        List.of(port("input_features", -1, -1, 128), TestOnnx.flags("input_features_mask", -1, -1)),
        List.of(port("audio_features", -1, WIDTH)));
    return folder;
  }

  static void text(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(Path folder, String name) {
    try {
      return Files.createDirectories(folder.resolve("onnx")).resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps the patches whose place is not -1. */
  static Path vision(Path folder, String name) {
    return TestOnnx.write(
        file(folder, name),
        List.of(
            constant("zero", true, 0),
            constant("any", false, -1),
            constant("patchShape", false, -1, PIXELS),
            constant("placeShape", false, -1, 2),
            constant("featureShape", false, -1, WIDTH),
            number(node("ReduceMin", "pixel_position_ids", "least", 2), "keepdims", 0),
            node("GreaterOrEqual", List.of("least", "zero"), "there"),
            node("Reshape", List.of("there", "any"), "keep"),
            node("Reshape", List.of("pixel_values", "patchShape"), "patches"),
            node("Reshape", List.of("pixel_position_ids", "placeShape"), "places"),
            number(node("Cast", "places", "columnAndRow"), "to", 1),
            number(node("Concat", List.of("patches", "columnAndRow"), "all"), "axis", 1),
            number(node("Compress", List.of("all", "keep"), "real"), "axis", 0),
            node("Reshape", List.of("real", "featureShape"), "image_features")),
        List.of(port("pixel_values", -1, -1, PIXELS), longs("pixel_position_ids", -1, -1, 2)),
        List.of(port("image_features", -1, WIDTH)));
  }

  static Path model(Path folder, String name) {
    return model(
        folder, name, "video_features", VIDEO, List.of("image_features", "audio_features"));
  }

  /** Places the features at their tokens; fails if they are not as many. */
  private static Path model(
      Path folder, String name, String features, int token, List<String> others) {
    return TestOnnx.write(
        file(folder, name),
        List.of(
            constant("place", true, token),
            constant("axis1", true, 1),
            constant("last", false, 2),
            constant("tail", false, 1),
            constant("repeats", false, 1, REPEATS),
            constant("rest", false, 1, EMBEDDING - REPEATS * WIDTH),
            constant("width", false, WIDTH),
            constant("first", false, 0),
            number(node("Cast", "weights", "halves"), "to", 1),
            number(node("Cast", "input_ids", "idNumbers"), "to", 1),
            number(node("Cast", "attention_mask", "mask"), "to", 1),
            node("Equal", List.of("input_ids", "place"), "isPlace"),
            node("NonZero", "isPlace", "turned"),
            node("Transpose", "turned", "placesOfFeatures"),
            node("Shape", "input_ids", "sequence"),
            number(node("Concat", List.of("sequence", "width"), "placed"), "axis", 0),
            node("ConstantOfShape", "placed", "nothing"),
            node("ScatterND", List.of("nothing", "placesOfFeatures", features), "features"),
            node("CumSum", List.of("mask", "axis1"), "numbers"),
            node("Unsqueeze", List.of("numbers", "last"), "numberColumn"),
            node("Mul", List.of("features", "numberColumn"), "weighted"),
            TestOnnx.mean("weighted", "mean", 1),
            node("Tile", List.of("mean", "repeats"), "most"),
            node("Mul", List.of("idNumbers", "numbers"), "weightedIds"),
            node("ReduceSum", List.of("weightedIds", "tail"), "sum"),
            node("Mul", List.of("sum", "halves"), "scaled"),
            node("Shape", others.get(0), "oneShape"),
            node("Shape", others.get(1), "otherShape"),
            node("Add", List.of("oneShape", "otherShape"), "sumOfShapes"),
            node("Gather", List.of("sumOfShapes", "first"), "others"),
            number(node("Cast", "others", "othersThere"), "to", 1),
            node("Add", List.of("scaled", "othersThere"), "token"),
            node("Expand", List.of("token", "rest"), "less"),
            number(node("Concat", List.of("most", "less"), "sentence_embedding"), "axis", 1)),
        List.of(
            longs("input_ids", -1, -1),
            longs("attention_mask", -1, -1),
            port("image_features", -1, WIDTH),
            port("video_features", -1, WIDTH),
            port("audio_features", -1, WIDTH)),
        List.of(port("sentence_embedding", -1, EMBEDDING)),
        List.of(weights(folder, name + "_data")));
  }

  /** External data, as the published files have it: what tokens are multiplied with. */
  private static TestOnnx.Message weights(Path folder, String name) {
    byte[] bytes = new byte[Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat((float) (1 / SCALE));
    try {
      Files.write(file(folder, name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return TestOnnx.external("weights", name, 1);
  }

  /** What the model gives for frames of its size, before it is cut and normalized. */
  static double[] embedding(Frames frames) {
    List<double[]> features =
        IntStream.range(0, frames.count()).boxed().flatMap(i -> features(frames, i)).toList();
    return embedding(tokens(frames), VIDEO, features);
  }

  /** What the model gives for a sound, before it is cut and normalized. */
  static double[] embedding(float[] sound) {
    LogMelSpectrum spectrum = LogMelSpectrum.of(sound);
    List<Integer> tokens = new ArrayList<>(List.of(BOS, BEGIN_SOUND));
    List<double[]> features = new ArrayList<>();
    for (int i = 0; i < spectrum.count() && spectrum.isOfSound(i); i += 4) {
      float[] frame = spectrum.frame(i);
      features.add(IntStream.range(0, WIDTH).mapToDouble(m -> frame[m]).toArray());
      tokens.add(SOUND);
    }
    tokens.addAll(List.of(END_SOUND, EOS));
    return embedding(tokens, SOUND, features);
  }

  private static double[] embedding(List<Integer> tokens, int place, List<double[]> features) {
    double[] embedding = new double[EMBEDDING];
    int next = 0;
    double sum = 0;
    for (int t = 0; t < tokens.size(); t++) {
      sum += (t + 1.0) * tokens.get(t) / SCALE;
      if (tokens.get(t) == place) {
        double[] feature = features.get(next++);
        for (int i = 0; i < REPEATS * WIDTH; i++) {
          embedding[i] += (t + 1) * feature[i % WIDTH] / tokens.size();
        }
      }
    }
    Arrays.fill(embedding, REPEATS * WIDTH, EMBEDDING, sum);
    return embedding;
  }

  private static List<Integer> tokens(Frames frames) {
    List<Integer> tokens = new ArrayList<>(List.of(BOS));
    for (int i = 0; i < frames.count(); i++) {
      tokens.add(BEGIN);
      int cells = frames.width() / CELL * (frames.height() / CELL);
      IntStream.range(0, cells).forEach(cell -> tokens.add(VIDEO));
      tokens.add(END);
    }
    tokens.add(EOS);
    return tokens;
  }

  private static Stream<double[]> features(Frames frames, int index) {
    int columns = frames.width() / PATCH;
    int count = columns * (frames.height() / PATCH);
    double[] all = new double[count * (PIXELS + 2)];
    ByteBuffer rgb = frames.frame(index);
    for (int p = 0; p < count; p++) {
      int column = p % columns;
      int row = p / columns;
      int at = p * (PIXELS + 2);
      for (int y = 0; y < PATCH; y++) {
        for (int x = 0; x < PATCH; x++) {
          for (int c = 0; c < 3; c++) {
            int pixel = (row * PATCH + y) * frames.width() + column * PATCH + x;
            all[at + (y * PATCH + x) * 3 + c] = (rgb.get(3 * pixel + c) & 0xff) / 255.0;
          }
        }
      }
      all[at + PIXELS] = column;
      all[at + PIXELS + 1] = row;
    }
    return IntStream.range(0, all.length / WIDTH)
        .mapToObj(i -> Arrays.copyOfRange(all, i * WIDTH, (i + 1) * WIDTH));
  }
}
