package io.github.blemore;

import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.SoundNeeds;
import java.util.List;

/** Embeds a sound as its mean and its first sample. */
final class StubEncoder extends AbstractEncoder {

  private boolean released;

  StubEncoder(String id) {
    super(
        EncoderInfo.builder(id, Modality.VOICE, MediaNeeds.of(new SoundNeeds(16_000, 60)))
            .dimension(2)
            .build());
  }

  @Override
  protected List<Encoding> encodePresent(List<ClipMedia> batch) {
    return batch.stream().map(this::embed).toList();
  }

  private Encoding embed(ClipMedia media) {
    float[] samples = media.sound().orElseThrow().toArray();
    float sum = 0;
    for (float sample : samples) {
      sum += sample;
    }
    return Embedding.of(info().id(), new float[] {sum / samples.length, samples[0]});
  }

  @Override
  protected void release() {
    if (released) {
      throw new IllegalStateException("released twice");
    }
    released = true;
  }

  boolean isReleased() {
    return released;
  }
}
