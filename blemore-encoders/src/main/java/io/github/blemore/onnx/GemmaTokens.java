package io.github.blemore.onnx;

import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Config;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of media without text: what the tokenizer's template puts before a text, then for each
 * frame, or once for a sound, {@code begin}, as many {@code place} as there are features, and
 * {@code end}; then what the template puts after a text.
 *
 * @param before of the template, such as {@code <bos>}
 * @param after of the template, such as {@code <eos>}
 * @param begin of an image or a sound
 * @param place of one feature
 * @param end of an image or a sound
 */
record GemmaTokens(List<Integer> before, List<Integer> after, int begin, int place, int end) {

  private static final String TEMPLATE = "TemplateProcessing";

  /**
   * Reads them from {@code config.json}, and the template from {@code tokenizer.json}.
   *
   * @param names of begin, place and end in the config
   * @throws ModelException if something is missing or of another form
   */
  static GemmaTokens read(Path folder, Config config, List<String> names) {
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
        config.count(names.get(0)),
        config.count(names.get(1)),
        config.count(names.get(2)));
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
   * @param runs how many frames, or 1 for a sound
   * @param features of each
   */
  LongBuffer of(int runs, int features) {
    int length =
        Math.addExact(
            before.size() + after.size(), Math.multiplyExact(runs, Math.addExact(features, 2)));
    LongBuffer ids = OnnxInput.Values.longs(length);
    before.forEach(ids::put);
    for (int run = 0; run < runs; run++) {
      ids.put(begin);
      for (int i = 0; i < features; i++) {
        ids.put(place);
      }
      ids.put(end);
    }
    after.forEach(ids::put);
    return ids.flip();
  }
}
