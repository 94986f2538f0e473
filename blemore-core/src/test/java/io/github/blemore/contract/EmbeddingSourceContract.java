package io.github.blemore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Embedding;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link EmbeddingSource} keeps to. */
public abstract class EmbeddingSourceContract {

  private static final String NOBODY = "an-encoder-nobody-has";

  private EmbeddingSource source;

  /** For the subclasses. */
  protected EmbeddingSourceContract() {}

  /**
   * A source of at least one encoder that was asked about at least two clips. What it needs is the
   * subclass's to close.
   */
  protected abstract EmbeddingSource create() throws Exception;

  /** Makes one source for each test. */
  @BeforeEach
  final void makeSource() throws Exception {
    source = create();
  }

  private List<String> encoderIds() {
    return source.encoders().stream().map(EncoderOrigin::id).toList();
  }

  private void forEachClip(BiConsumer<EncoderOrigin, String> check) {
    for (EncoderOrigin encoder : source.encoders()) {
      source.clipIds(encoder.id()).forEach(clip -> check.accept(encoder, clip));
    }
  }

  @Test
  final void eachEncoderIsThereOnceInOrder() {
    assertThat(encoderIds()).isNotEmpty().doesNotHaveDuplicates().isSorted();
  }

  @Test
  final void clipsAreInOrder() {
    for (String encoder : encoderIds()) {
      Set<String> clips = source.clipIds(encoder);
      assertThat(clips).hasSizeGreaterThan(1);
      assertThat(List.copyOf(clips)).isEqualTo(List.copyOf(new TreeSet<>(clips)));
    }
  }

  @Test
  final void whatIsFoundOfEachClipIsOfTheEncodersForm() {
    forEachClip(
        (encoder, clip) -> {
          Encoding encoding = source.find(encoder.id(), clip).orElseThrow();
          assertThat(encoding.encoderId()).isEqualTo(encoder.id());
          if (encoding instanceof Embedding embedding) {
            assertThat(embedding.dimension()).isEqualTo(encoder.form().dimension());
          }
        });
  }

  @Test
  final void ofAnEncoderThatIsNotThereNothingIsFound() {
    assertThat(source.clipIds(NOBODY)).isEmpty();
    forEachClip((encoder, clip) -> assertThat(source.find(NOBODY, clip)).isEmpty());
  }

  @Test
  final void whatItSaysStaysTheSame() {
    List<EncoderOrigin> encoders = source.encoders();
    Map<String, Encoding> found = everything();
    assertThat(source.encoders()).isEqualTo(encoders);
    assertThat(everything()).isEqualTo(found);
  }

  @Test
  final void twoThreadsFindTheSame() throws Exception {
    List<Map<String, Encoding>> found = TwoThreads.call(this::everything);
    assertThat(found.get(1)).isEqualTo(found.get(0));
  }

  private Map<String, Encoding> everything() {
    Map<String, Encoding> found = new TreeMap<>();
    forEachClip(
        (encoder, clip) ->
            found.put(encoder.id() + " " + clip, source.find(encoder.id(), clip).orElseThrow()));
    return found;
  }

  @Test
  final void messagesCanNameIt() {
    assertThat(source.toString()).isNotBlank().doesNotContain("@");
  }
}
