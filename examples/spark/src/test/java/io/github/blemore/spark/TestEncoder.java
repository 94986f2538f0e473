package io.github.blemore.spark;

import io.github.blemore.AbstractEncoder;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import java.util.List;
import java.util.function.Consumer;

/** Embeds every clip as 1, after something was done with its id. */
final class TestEncoder extends AbstractEncoder {

  private final Consumer<String> before;

  private TestEncoder(EncoderInfo info, Consumer<String> before) {
    super(info);
    this.before = before;
  }

  /** One that first does this with a clip's id, such as to fail. */
  static TestEncoder doing(String id, Consumer<String> before) {
    return new TestEncoder(description(id).build(), before);
  }

  /** One that says that it sends clips to somebody. */
  static TestEncoder sending(String id, String recipient) {
    return new TestEncoder(description(id).recipient(recipient).build(), clip -> {});
  }

  private static EncoderInfo.Builder description(String id) {
    return EncoderInfo.builder(id, Modality.VOICE, MediaNeeds.none()).dimension(1);
  }

  @Override
  protected List<Encoding> encodePresent(List<ClipMedia> batch) {
    batch.forEach(media -> before.accept(media.clip().id()));
    return batch.stream()
        .<Encoding>map(media -> Embedding.of(info().id(), new float[] {1}))
        .toList();
  }

  @Override
  protected void release() {}
}
