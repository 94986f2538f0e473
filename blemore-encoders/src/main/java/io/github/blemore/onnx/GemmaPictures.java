package io.github.blemore.onnx;

import io.github.blemore.Modality;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaNeeds;
import java.util.List;
import java.util.Map;

/**
 * A clip's frames for the vision encoder, one by one.
 *
 * @param needed which frames
 * @param frames how they are prepared
 */
record GemmaPictures(FrameNeeds needed, GemmaFrames frames) implements GemmaSense {

  private static final String PIXELS = "pixel_values";
  private static final String PLACES = "pixel_position_ids";

  @Override
  public MediaNeeds needs() {
    return MediaNeeds.of(needed);
  }

  @Override
  public Modality modality() {
    return needed.region() instanceof FrameRegion.Face ? Modality.FACE : Modality.BODY;
  }

  @Override
  public String file() {
    return "vision_encoder";
  }

  @Override
  public List<OnnxModel.Port> inputs() {
    return List.of(
        OnnxModel.Port.floats(PIXELS, frames.pixelShape().getShape()),
        OnnxModel.Port.longs(PLACES, frames.placeShape().getShape()));
  }

  @Override
  public String output() {
    return "image_features";
  }

  @Override
  public String features() {
    return "video_features";
  }

  @Override
  public List<String> tokens() {
    return List.of("boi_token_id", "video_token_id", "eoi_token_id");
  }

  @Override
  public String settings() {
    return frames.settings();
  }

  @Override
  public Work work(ClipMedia clip) {
    Frames given = clip.frames().orElseThrow();
    OnnxInput.Values places = frames.places(given.width(), given.height());
    return new Work(
        given.count(),
        frames.featuresOf(given),
        index -> Map.of(PIXELS, frames.pixels(given, index), PLACES, places));
  }
}
