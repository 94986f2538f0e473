package io.github.blemore.video;

import ai.djl.ndarray.NDManager;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.checkpoint.ImageProcessor;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.network.FrameWindows;
import io.github.blemore.network.LoadedWeights;
import io.github.blemore.network.PixelInput;
import io.github.blemore.network.Taps;
import io.github.blemore.network.TorchEncoder;
import java.util.List;

/**
 * What the encoders of whole clips do alike: a clip is cut into windows of as many frames as the
 * network takes, and each gives a vector. A clip with too few frames has its last one repeated,
 * which the embedding's notes say.
 *
 * <p>Safe to share between threads.
 */
public abstract sealed class VideoEncoder extends TorchEncoder
    permits VideoMaeEncoder, TimeSformerEncoder {

  private final VideoNetwork net;
  private final PixelInput pixels;
  private final int windows;

  /** What an encoder is made of. */
  record Parts(LoadedWeights loaded, VideoNetwork net, ImageProcessor processor, int windows) {

    private EncoderInfo describe(String id) {
      FrameNeeds needs =
          new FrameNeeds(
              FrameSampling.uniform(net.shape().frames() * windows),
              FrameRegion.whole(),
              processor.fit());
      return loaded.describe(
          id, Modality.BODY, MediaNeeds.of(needs), net.width(), windows + " windows");
    }
  }

  VideoEncoder(String id, Parts parts) {
    super(parts.describe(id), parts.loaded());
    net = parts.net();
    ImageProcessor processor = parts.processor();
    pixels = PixelInput.of(parts.loaded().weights().manager(), processor.mean(), processor.std());
    windows = parts.windows();
  }

  @Override
  protected final List<Encoding> encodeTogether(NDManager call, List<ClipMedia> clips) {
    List<FrameWindows> cut =
        clips.stream()
            .map(clip -> clip.frames().orElseThrow())
            .map(frames -> FrameWindows.of(info().id(), frames, windows, net.shape().frames()))
            .toList();
    return FrameWindows.embed(
        info().id(), cut, window -> net.pool(net.forward(pixels.apply(call, window), Taps.NONE)));
  }
}
