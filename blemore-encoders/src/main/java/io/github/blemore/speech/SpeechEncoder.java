package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.blemore.Embedding;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.NoEmbedding;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import io.github.blemore.network.LoadedWeights;
import io.github.blemore.network.TorchEncoder;
import io.github.blemore.pooling.LayerMean;
import io.github.blemore.pooling.TimePooling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the encoders of speech do alike: the mean over some of the transformer's layers, then a
 * pooling over time. Only clips of equal length are computed together, so an embedding never
 * depends on other clips. A sound too short for one frame (400 samples, 25 ms, in the published
 * models) gives a {@link NoEmbedding}.
 *
 * <p>Safe to share between threads.
 */
public abstract sealed class SpeechEncoder extends TorchEncoder
    permits HubertEncoder, Wav2Vec2Encoder, WavLmEncoder {

  /**
   * All that makes an encoder.
   *
   * @param seconds of a clip's beginning that are listened to
   */
  record Parts(
      LoadedWeights loaded,
      SpeechNet net,
      SpeechInput input,
      LayerMean layers,
      TimePooling pooling,
      double seconds) {}

  private final Parts parts;

  SpeechEncoder(String id, Parts parts) {
    super(
        parts
            .loaded()
            .describe(
                id,
                Modality.VOICE,
                MediaNeeds.of(new SoundNeeds(parts.input().sampleRate(), parts.seconds())),
                parts.pooling().dimension(parts.net().width()),
                settings(parts)),
        parts.loaded());
    this.parts = parts;
  }

  private static String settings(Parts parts) {
    return "layers %d-%d, %s over time"
        .formatted(
            parts.layers().first(),
            parts.layers().last(),
            parts.pooling().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  @Override
  protected final Object shapeOf(ClipMedia clip) {
    return sound(clip).length();
  }

  private static Sound sound(ClipMedia clip) {
    return clip.sound().orElseThrow();
  }

  @Override
  protected final List<Encoding> encodeTogether(NDManager call, List<ClipMedia> clips) {
    int length = sound(clips.get(0)).length();
    FrameGrid grid = parts.net().grid();
    int frames = grid.frames(length);
    if (frames == 0) {
      NoEmbedding tooShort =
          new NoEmbedding(
              info().id(),
              "the sound has %d samples: %d are needed for one frame"
                  .formatted(length, grid.receptiveField()));
      return clips.stream().<Encoding>map(clip -> tooShort).toList();
    }
    float[] values = layerMeans(call, clips);
    int width = parts.net().width();
    List<Encoding> encodings = new ArrayList<>();
    for (int clip = 0; clip < clips.size(); clip++) {
      float[][] rows = new float[frames][];
      for (int t = 0; t < frames; t++) {
        int row = clip * frames + t;
        rows[t] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
      }
      encodings.add(Embedding.of(info().id(), parts.pooling().apply(rows)));
    }
    return encodings;
  }

  private float[] layerMeans(NDManager call, List<ClipMedia> clips) {
    NDArray sounds =
        parts.input().apply(call, clips.stream().map(clip -> sound(clip).samples()).toList());
    LayerSum sum = new LayerSum(parts.layers());
    parts.net().forwardTo(parts.layers().last(), sounds, sum);
    return sum.mean().toFloatArray();
  }
}
