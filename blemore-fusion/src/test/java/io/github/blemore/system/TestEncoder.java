package io.github.blemore.system;

import io.github.blemore.AbstractEncoder;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.License;
import io.github.blemore.Modality;
import io.github.blemore.experiment.SyntheticCorpus;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import java.util.List;

/** An encoder that looks its embeddings up. */
final class TestEncoder extends AbstractEncoder {

  private static final int DIMENSION = 12;

  private final EmbeddingSource embeddings;
  private boolean closed;

  private TestEncoder(EncoderInfo info, EmbeddingSource embeddings) {
    super(info);
    this.embeddings = embeddings;
  }

  /** The one the small system was fitted with. */
  static TestEncoder of(String id) {
    return of(id, DIMENSION, SyntheticCorpus.CHECKPOINT, "");
  }

  static TestEncoder of(String id, int dimension, String checkpoint, String settings) {
    EncoderInfo.Builder info =
        EncoderInfo.builder(id, Modality.BODY, MediaNeeds.none()).dimension(dimension);
    if (id.equals("a")) {
      info.checkpoint(checkpoint, new License("MIT", "made up", true));
    }
    if (!settings.isEmpty()) {
      info.settings(settings);
    }
    return new TestEncoder(info.build(), SmallSystem.corpus());
  }

  @Override
  protected List<Encoding> encodePresent(List<ClipMedia> batch) {
    return batch.stream()
        .map(media -> embeddings.find(info().id(), media.clip().id()).orElseThrow())
        .toList();
  }

  @Override
  protected void release() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }
}
