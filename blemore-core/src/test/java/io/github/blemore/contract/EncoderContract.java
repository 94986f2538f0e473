package io.github.blemore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.Encoder;
import io.github.blemore.Encoding;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.NoEmbedding;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Encoder} keeps to. */
public abstract class EncoderContract {

  private Encoder encoder;

  /** For the subclasses. */
  protected EncoderContract() {}

  /** A new encoder. */
  protected abstract Encoder create();

  /** How far a value may move when the clip is encoded in another batch; default 1e-5. */
  protected double tolerance() {
    return 1e-5;
  }

  /** Opens one encoder for each test. */
  @BeforeEach
  final void open() {
    encoder = create();
  }

  /** Closes it, whatever the test did. */
  @AfterEach
  final void closeAgain() {
    encoder.close();
  }

  private ClipMedia media(long seed) {
    return ContractMedia.random(encoder.info().needs(), seed);
  }

  @Test
  final void theInfoIsOneObjectAlsoAfterClose() {
    Object before = encoder.info();
    encoder.close();

    assertThat(encoder.info()).isSameAs(before);
  }

  @Test
  final void anEmbeddingHasTheIdAndDimensionOfTheInfo() {
    Encoding encoding = encoder.encode(List.of(media(1))).get(0);

    assertThat(encoding).isInstanceOf(Embedding.class);
    assertThat(encoding.encoderId()).isEqualTo(encoder.info().id());
    assertThat(((Embedding) encoding).dimension()).isEqualTo(encoder.info().dimension());
  }

  @Test
  final void differentClipsDiffer() {
    assertThat(encoder.encode(List.of(media(1)))).isNotEqualTo(encoder.encode(List.of(media(2))));
  }

  @Test
  final void aBatchEqualsItsClipsAlone() {
    List<ClipMedia> batch = List.of(media(1), media(2), media(3), media(4));
    List<Encoding> together = encoder.encode(batch);

    assertThat(together).hasSameSizeAs(batch);
    for (int i = 0; i < batch.size(); i++) {
      assertSame(together.get(i), encoder.encode(List.of(batch.get(i))).get(0));
    }
  }

  @Test
  final void anEmptyBatchGivesNothing() {
    assertThat(encoder.encode(List.of())).isEmpty();
  }

  @Test
  final void aMissingViewGivesItsReasonAndLeavesTheOthersAlone() {
    List<Encoding> encodings =
        encoder.encode(List.of(media(1), ContractMedia.missing("no such stream"), media(2)));

    assertThat(encodings.get(1)).isEqualTo(new NoEmbedding(encoder.info().id(), "no such stream"));
    assertSame(encodings.get(0), encoder.encode(List.of(media(1))).get(0));
    assertSame(encodings.get(2), encoder.encode(List.of(media(2))).get(0));
  }

  @Test
  final void framesOfAnotherSizeAreRefused() {
    if (encoder.info().needs().frames().isEmpty()) {
      return;
    }
    FrameNeeds needs = encoder.info().needs().frames().get();
    int width = needs.fit().width() + 1;
    int height = needs.fit().height();
    ClipMedia wrong =
        wrong()
            .frames(
                Frames.of(width, height, List.of(new byte[width * height * 3]), new double[] {0}))
            .build();

    assertThatThrownBy(() -> encoder.encode(List.of(wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("given %d x %d".formatted(width, height));
  }

  @Test
  final void soundOfAnotherRateIsRefused() {
    if (encoder.info().needs().sound().isEmpty()) {
      return;
    }
    int rate = encoder.info().needs().sound().get().sampleRate() + 1;
    ClipMedia wrong = wrong().sound(Sound.of(rate, new float[rate])).build();

    assertThatThrownBy(() -> encoder.encode(List.of(wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("given %d Hz".formatted(rate));
  }

  @Test
  final void soundThatIsTooLongOrNotFiniteIsRefused() {
    if (encoder.info().needs().sound().isEmpty()) {
      return;
    }
    SoundNeeds needs = encoder.info().needs().sound().get();
    int most = (int) Math.ceil(needs.maxSeconds() * needs.sampleRate());
    ClipMedia tooLong = wrong().sound(Sound.of(needs.sampleRate(), new float[most + 1])).build();
    float[] samples = new float[Math.min(most, needs.sampleRate())];
    samples[7] = Float.NaN;
    ClipMedia notFinite = wrong().sound(Sound.of(needs.sampleRate(), samples)).build();

    assertThatThrownBy(() -> encoder.encode(List.of(tooLong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("wrong.mov", "must be at most " + most);
    assertThatThrownBy(() -> encoder.encode(List.of(notFinite)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("sample 7", "wrong.mov", "NaN");
  }

  private static ClipMedia.Builder wrong() {
    return ClipMedia.builder(Clip.of(Path.of("wrong.mov")), new MediaSpan(0, 1));
  }

  @Test
  final void afterCloseItSaysSo() {
    ClipMedia media = media(1);
    encoder.close();

    assertThatThrownBy(() -> encoder.encode(List.of(media)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(encoder.info().id())
        .hasMessageContaining("closed");
  }

  @Test
  final void closingTwiceIsFine() {
    encoder.close();
    encoder.close();
  }

  @Test
  final void anInterruptedThreadStopsAndStaysInterrupted() {
    ClipMedia media = media(1);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> encoder.encode(List.of(media)))
          .isInstanceOf(InterruptedWorkException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      // Cleared, or it would stop whatever this thread runs next.
      Thread.interrupted();
    }
  }

  @Test
  final void twoThreadsGetWhatOneGets() throws Exception {
    List<ClipMedia> batch = List.of(media(1), media(2));
    List<Encoding> expected = encoder.encode(batch);
    List<List<Encoding>> both =
        TwoThreads.call(
            () -> {
              List<Encoding> all = new ArrayList<>();
              for (int i = 0; i < 3; i++) {
                all.addAll(encoder.encode(batch));
              }
              return all;
            });

    for (List<Encoding> thread : both) {
      for (int i = 0; i < thread.size(); i++) {
        assertSame(thread.get(i), expected.get(i % expected.size()));
      }
    }
  }

  private void assertSame(Encoding actual, Encoding expected) {
    assertThat(actual).isInstanceOf(Embedding.class);
    Embedding a = (Embedding) actual;
    Embedding e = (Embedding) expected;
    assertThat(a.windowCount()).isEqualTo(e.windowCount());
    for (int w = 0; w < a.windowCount(); w++) {
      float[] values = a.window(w);
      float[] wanted = e.window(w);
      for (int i = 0; i < values.length; i++) {
        double scale = Math.max(1, Math.abs(wanted[i]));
        assertThat((double) values[i])
            .as("value %d of window %d", i, w)
            .isCloseTo(wanted[i], within(tolerance() * scale));
      }
    }
  }
}
