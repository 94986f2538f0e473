package io.github.blemore.onnx;

import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Config;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of a video without text: what the tokenizer's template puts before a text, then for
 * each frame {@code begin}, as many {@code video} as the frame has features, and {@code end}; then
 * what the template puts after a text.
 *
 * @param before of the template, such as {@code <bos>}
 * @param after of the template, such as {@code <eos>}
 * @param begin of an image
 * @param video the place of one feature
 * @param end of an image
 */
record GemmaTokens(List<Integer> before, List<Integer> after, int begin, int video, int end) {

  private static final String TEMPLATE = "TemplateProcessing";

  /**
   * Reads them from {@code config.json}, and the template from {@code tokenizer.json}.
   *
   * @throws ModelException if something is missing or of another form
   */
  static GemmaTokens read(Path folder, Config config) {
    Config template =
        template(Config.readSection(folder.resolve("tokenizer.json"), "post_processor"));
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    List<Integer> current = before;
    for (Config part : template.sections("single")) {
      if (part.section("Sequence").isPresent()) {
        current = after;
      } else {
        String name = section(part, "SpecialToken").text("id");
        current.addAll(section(section(template, "special_tokens"), name).counts("ids"));
      }
    }
    return new GemmaTokens(
        List.copyOf(before),
        List.copyOf(after),
        config.count("boi_token_id"),
        config.count("video_token_id"),
        config.count("eoi_token_id"));
  }

  /** The template, which may be one of several steps. */
  private static Config template(Config processor) {
    String type = processor.text("type");
    if (type.equals(TEMPLATE)) {
      return processor;
    }
    if (type.equals("Sequence")) {
      for (Config step : processor.sections("processors")) {
        if (step.text("type").equals(TEMPLATE)) {
          return step;
        }
      }
    }
    throw processor.wrong("type", type, TEMPLATE);
  }

  private static Config section(Config config, String name) {
    return config
        .section(name)
        .orElseThrow(() -> new ModelException("%s has no object \"%s\"".formatted(config, name)));
  }

  /**
   * All tokens.
   *
   * @param frames how many
   * @param features of each frame
   */
  LongBuffer ofVideo(int frames, int features) {
    int length =
        Math.addExact(
            before.size() + after.size(), Math.multiplyExact(frames, Math.addExact(features, 2)));
    LongBuffer ids = OnnxInput.Values.longs(length);
    before.forEach(ids::put);
    for (int frame = 0; frame < frames; frame++) {
      ids.put(begin);
      for (int i = 0; i < features; i++) {
        ids.put(video);
      }
      ids.put(end);
    }
    after.forEach(ids::put);
    return ids.flip();
  }
}
