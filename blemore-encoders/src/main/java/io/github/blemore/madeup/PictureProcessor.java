package io.github.blemore.madeup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.image.Normalization;
import java.util.List;

/** A {@code preprocessor_config.json} for pictures as the originals have it. */
final class PictureProcessor {

  static final int BILINEAR = 2;
  static final int BICUBIC = 3;

  private PictureProcessor() {}

  /** The short edge is made this long, then the middle is cut out. */
  static ObjectNode cropped(String type, int side, int resample, Normalization colors) {
    ObjectNode json = start(type, resample, colors);
    json.putObject("size").put("shortest_edge", side);
    json.put("do_center_crop", true);
    json.putObject("crop_size").put("height", side).put("width", side);
    return json;
  }

  /** Both edges are made this long. */
  static ObjectNode squashed(String type, int side, int resample, Normalization colors) {
    ObjectNode json = start(type, resample, colors);
    json.putObject("size").put("height", side).put("width", side);
    return json;
  }

  private static ObjectNode start(String type, int resample, Normalization colors) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("image_processor_type", type);
    json.put("do_resize", true).put("resample", resample);
    json.put("do_rescale", true).put("rescale_factor", 1 / 255.0);
    json.put("do_normalize", true);
    put(json.putArray("image_mean"), colors.mean());
    put(json.putArray("image_std"), colors.std());
    return json;
  }

  private static void put(ArrayNode array, List<Double> values) {
    values.forEach(array::add);
  }
}
