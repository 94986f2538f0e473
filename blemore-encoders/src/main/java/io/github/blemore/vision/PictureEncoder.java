package io.github.blemore.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.checkpoint.ImageProcessor;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.network.FrameWindows;
import io.github.blemore.network.LoadedWeights;
import io.github.blemore.network.PixelInput;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Taps;
import io.github.blemore.network.TorchEncoder;
import io.github.blemore.pooling.TimePooling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the encoders of single pictures do alike: each frame of a clip gives a vector, and these are
 * pooled over time. Of a clip with too few frames those that are there are pooled, which the
 * embedding's notes say.
 *
 * <p>Safe to share between threads.
 */
public abstract sealed class PictureEncoder extends TorchEncoder
    permits ClipVisionEncoder, VitEncoder {

  /** So many 224-pixel pictures of ViT-B/16 have as many tokens as one clip of VideoMAE. */
  private static final int PICTURES_AT_ONCE = 8;

  private static final int PICTURES_AT_ONCE_ON_GPU = 128;

  private final PictureNetwork net;
  private final PixelInput pixels;
  private final TimePooling pooling;
  private final int wanted;
  private final int atOnce;

  /** What an encoder is made of. */
  record Parts(
      LoadedWeights loaded, PictureNetwork net, ImageProcessor processor, FrameOptions options) {

    private EncoderInfo describe(String id) {
      FrameNeeds needs =
          new FrameNeeds(
              FrameSampling.uniform(options.frames()), options.region(), processor.fit());
      return loaded.describe(
          id,
          options.region() instanceof FrameRegion.Face ? Modality.FACE : Modality.BODY,
          MediaNeeds.of(needs),
          options.pooling().dimension(net.dimension()),
          "%s of %s".formatted(options.pooling(), net.output()));
    }
  }

  /** Which frames are looked at, and what becomes of their vectors. */
  record FrameOptions(int frames, FrameRegion region, TimePooling pooling) {}

  PictureEncoder(String id, Parts parts) {
    super(parts.describe(id), parts.loaded());
    ImageProcessor processor = parts.processor();
    net = parts.net();
    pixels = PixelInput.of(parts.loaded().weights().manager(), processor.mean(), processor.std());
    pooling = parts.options().pooling();
    wanted = parts.options().frames();
    atOnce = parts.loaded().device().isGpu() ? PICTURES_AT_ONCE_ON_GPU : PICTURES_AT_ONCE;
  }

  @Override
  protected final List<Encoding> encodeTogether(NDManager call, List<ClipMedia> clips) {
    List<Frames> ofClips = clips.stream().map(clip -> clip.frames().orElseThrow()).toList();
    float[][] vectors = vectors(call, ofClips.stream().flatMap(PictureEncoder::pictures).toList());
    List<Encoding> encodings = new ArrayList<>();
    int first = 0;
    for (Frames frames : ofClips) {
      float[][] ofClip = Arrays.copyOfRange(vectors, first, first + frames.count());
      first += frames.count();
      encodings.add(
          Embedding.of(info().id(), pooling.apply(ofClip))
              .withNotes(FrameWindows.notes(info().id(), frames, wanted, "only these are pooled")));
    }
    return encodings;
  }

  private static Stream<Frames> pictures(Frames frames) {
    return IntStream.range(0, frames.count()).mapToObj(frames::select);
  }

  /** A vector of each picture; so many at once that memory does not grow with the clip. */
  private float[][] vectors(NDManager call, List<Frames> pictures) {
    float[][] vectors = new float[pictures.size()][];
    int width = net.dimension();
    for (int first = 0; first < vectors.length; first += atOnce) {
      List<Frames> pass = pictures.subList(first, Math.min(first + atOnce, vectors.length));
      float[] values = Scopes.values(() -> net.forward(input(call, pass), Taps.NONE));
      for (int i = 0; i < pass.size(); i++) {
        vectors[first + i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
      }
    }
    return vectors;
  }

  private NDArray input(NDManager call, List<Frames> pictures) {
    return pixels.apply(call, pictures).squeeze(1);
  }
}
