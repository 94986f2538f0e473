package io.github.blemore.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.MediaException;
import io.github.blemore.Modality;
import io.github.blemore.NoEmbedding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiEncoderTest {

  private static final Path MEDIA = Path.of("src/test/resources/media").toAbsolutePath();

  private GeminiStandIn standIn;

  @BeforeEach
  void startStandIn() throws IOException {
    standIn = GeminiStandIn.start();
  }

  @AfterEach
  void stopStandIn() {
    standIn.close();
  }

  private GeminiEncoder.Builder builder() {
    return GeminiEncoder.builder().standIn(standIn);
  }

  /** With a key, as for the service; nothing is sent. */
  private static GeminiEncoder.Builder remote(Map<String, String> environment) {
    return GeminiEncoder.builder().environment(environment::get);
  }

  private static Encoding encode(GeminiEncoder encoder, String name) {
    return encoder.encode(Clip.of(MEDIA.resolve(name)));
  }

  @Test
  void embedsACutOfARealFile() {
    try (GeminiEncoder encoder = builder().withSound().build()) {
      Embedding embedding = (Embedding) encode(encoder, "h264_aac.mp4");
      float[] vector = embedding.vector();
      double length = 0;
      for (float value : vector) {
        length += value * value;
      }

      assertThat(vector).hasSize(768);
      assertThat(length).isCloseTo(1, within(1e-4));
      assertThat(embedding.notes()).isEmpty();
      GeminiSpending spending = encoder.spending();
      assertThat(spending.requests()).isEqualTo(1).isEqualTo(standIn.requests());
      assertThat(spending.bytesSent()).isBetween(64_000L * 4 / 3, 200_000L);
      assertThat(spending.estimatedUsd())
          .isCloseTo(2 * 265 * 12e-6 + 2 * 32 * 6.5e-6, within(1e-5));
      assertThat(spending.reportedTokens()).isEqualTo(132);
    }
  }

  @Test
  void soundMovesTheEmbedding() {
    try (GeminiEncoder deaf = builder().build();
        GeminiEncoder hearing = builder().withSound().build()) {
      assertThat(deaf.info().modality()).isEqualTo(Modality.BODY);
      assertThat(hearing.info().modality()).isEqualTo(Modality.AUDIOVISUAL);
      assertThat(encode(deaf, "h264_aac.mp4")).isNotEqualTo(encode(hearing, "h264_aac.mp4"));
    }
  }

  @Test
  void aClipWithoutSoundGoesAsVideoWithANote() {
    try (GeminiEncoder encoder = builder().withSound().length(0.3).build()) {
      Embedding embedding = (Embedding) encode(encoder, "odd_97x61.mp4");

      assertThat(embedding.notes())
          .singleElement()
          .asString()
          .startsWith("cut without sound: no audio stream");
    }
  }

  @Test
  void aClipWithoutPictureInTheStretchHasNoEmbeddingAndCostsNothing() {
    try (GeminiEncoder encoder = builder().start(60).build()) {
      assertThat(encode(encoder, "cover.m4a"))
          .isEqualTo(new NoEmbedding("gemini", "no video stream"));
      assertThat(((NoEmbedding) encode(encoder, "h264_aac.mp4")).reason())
          .contains("the cut begins at 60.00 s");
      assertThat(encoder.spending()).isEqualTo(new GeminiSpending(0, 0, 0, 0));
    }
  }

  @Test
  void aFileThatIsNoMediaIsSaidSo() {
    try (GeminiEncoder encoder = builder().build()) {
      assertThatThrownBy(() -> encode(encoder, "README.md"))
          .isInstanceOf(MediaException.class)
          .hasMessageContaining("README.md");
      assertThat(standIn.requests()).isZero();
    }
  }

  @Test
  void saysWhoGetsTheClips() {
    EncoderInfo info = remote(Map.of("GEMINI_API_KEY", "k")).build().info();

    assertThat(info.recipient()).contains("generativelanguage.googleapis.com");
    assertThat(info.computesOn()).isEqualTo("remote: generativelanguage.googleapis.com");
    assertThat(info.needs().isNone()).isTrue();
    assertThat(info.hasMadeUpWeights()).isFalse();
    assertThat(info.id()).isEqualTo("gemini");
    assertThat(info.dimension()).isEqualTo(768);
    assertThat(info.settings())
        .isEqualTo(
            "gemini-embedding-2, 2.0 s from 0.0 s, H.264 of at most 480 pixels on the shorter side,"
                + " no sound");
    assertThat(info.toString()).contains("sends clips to generativelanguage.googleapis.com");
  }

  @Test
  void otherChoicesAreOtherForms() {
    Map<String, String> environment = Map.of("GEMINI_API_KEY", "k");

    assertThat(
            Stream.of(
                remote(environment),
                remote(environment).model("gemini-embedding-3"),
                remote(environment).start(1),
                remote(environment).length(3),
                remote(environment).withSound(),
                remote(environment).dimension(1536),
                remote(environment).baseUrl("https://proxy.example"),
                remote(environment).baseUrl("https://proxy.example:8443"),
                remote(environment).baseUrl("https://proxy.example/other"),
                builder()))
        .extracting(option -> EncoderForm.of(option.build().info()))
        .doesNotHaveDuplicates();
  }

  @Test
  void oneServiceIsOneFormHoweverItsAddressIsWritten() {
    Map<String, String> environment = Map.of("GEMINI_API_KEY", "k");
    EncoderInfo google =
        remote(environment).baseUrl("HTTPS://GenerativeLanguage.GoogleAPIs.com/").build().info();
    EncoderInfo proxy = remote(environment).baseUrl("https://Proxy.Example/A/").build().info();

    assertThat(EncoderForm.of(google))
        .isEqualTo(EncoderForm.of(remote(environment).build().info()));
    assertThat(google.recipient()).contains("generativelanguage.googleapis.com");
    assertThat(proxy.settings()).startsWith("gemini-embedding-2 at proxy.example/A, 2.0 s");
  }

  @Test
  void aStandInPassesForNothingElse() {
    assertRefused(
        () -> remote(Map.of("GEMINI_API_KEY", standIn.key())).build(),
        "this is the stand-in's key: use standIn(...)");
    assertRefused(
        () -> remote(Map.of()).apiKey(standIn.key()).baseUrl(standIn.address().toString()).build(),
        "this is the stand-in's key: use standIn(...)");
  }

  @Test
  void aStandInIsMarkedAndItsPortIsNoPartOfTheForm() throws IOException {
    try (GeminiStandIn other = GeminiStandIn.start()) {
      EncoderInfo one = builder().build().info();
      EncoderInfo two = GeminiEncoder.builder().standIn(other).build().info();

      assertThat(other.address()).isNotEqualTo(standIn.address());
      assertThat(EncoderForm.of(one)).isEqualTo(EncoderForm.of(two));
      assertThat(one.hasMadeUpWeights()).isTrue();
      assertThat(one.settings()).contains("stand-in");
      assertThat(one.recipient()).contains("a stand-in on 127.0.0.1");
    }
  }

  @Test
  void theAddressOfTheEnvironmentIsTakenUnlessOneIsSet() {
    Map<String, String> environment =
        Map.of("GEMINI_API_KEY", "k", "GEMINI_BASE_URL", "https://one.example/");

    assertThat(remote(environment).build().info().recipient()).contains("one.example");
    assertThat(remote(environment).baseUrl("https://two.example").build().info().recipient())
        .contains("two.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gemini.example", "a b", "http://gemini.example", "https://a.b?c=d"})
  void aWrongAddressOfTheEnvironmentIsSaidToBeItsOwn(String url) {
    Map<String, String> environment = Map.of("GEMINI_API_KEY", "k", "GEMINI_BASE_URL", url);

    assertRefused(() -> remote(environment).build(), "the base URL in GEMINI_BASE_URL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://gemini.example | unencrypted",
        "http://127.0.0.1.example | unencrypted",
        "ftp://gemini.example | must be https://HOST",
        "gemini.example | must be https://HOST",
        "https:// | must be https://HOST",
        "https://a b | must be https://HOST",
        "https://user:pass@gemini.example | holds a user, query or fragment",
        "https://gemini.example?key=pass | holds a user, query or fragment",
      })
  void refusesAddressesThatAreNotSafe(String url, String problem) {
    assertThatThrownBy(() -> remote(Map.of("GEMINI_API_KEY", "k")).baseUrl(url).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("pass");
  }

  @ParameterizedTest
  @CsvSource({"http://localhost:80", "http://127.0.0.1:8080/", "http://[::1]:8080"})
  void takesThisMachineWithoutEncryption(String url) {
    assertThat(remote(Map.of("GEMINI_API_KEY", "k")).baseUrl(url).build().info().recipient())
        .isPresent();
  }

  @Test
  void refusesOptionsOutOfRangeOrSetTwice() {
    assertRefused(() -> builder().dimension(127), "dimension is 127: must be 128..3072");
    assertRefused(() -> builder().dimension(3073), "dimension is 3073");
    assertRefused(() -> builder().start(-1), "start is -1.0 s");
    assertRefused(() -> builder().length(121), "length is 121.0 s: must be above 0, at most 120");
    assertRefused(() -> builder().length(Double.NaN), "length is NaN");
    assertRefused(() -> builder().deadline(Duration.ZERO), "deadline is PT0S");
    assertRefused(() -> builder().requestsPerMinute(0), "requestsPerMinute is 0");
    assertRefused(() -> builder().concurrency(0), "concurrency is 0");
    assertRefused(() -> builder().budget(-0.5), "budget is -0.5 USD");
    assertRefused(() -> builder().maxRequests(-1), "maxRequests is -1");
    assertRefused(() -> builder().model("a/../b"), "model is \"a/../b\"");
    assertRefused(() -> builder().withSound().withSound(), "withSound of encoder gemini is set");
    assertRefused(() -> builder().budget(1).budget(2), "set twice: 1.0");
    assertThatThrownBy(() -> builder().baseUrl("https://u:pass@a.example").baseUrl("pass"))
        .hasMessage("baseUrl of encoder gemini is set twice");
    assertRefused(() -> new GeminiPrices(-1, 0), "usdPerFrame is -1.0 USD");
    assertRefused(() -> new GeminiPrices(0, Double.NaN), "usdPerSoundSecond is NaN USD");
    assertRefused(() -> builder().id("a b").build(), "encoder id \"a b\"");
    assertRefused(() -> builder().apiKey("k").build(), "a stand-in and a key");
    assertRefused(() -> builder().baseUrl("https://x.example").build(), "and a base URL");
  }

  private static void assertRefused(ThrowingCallable call, String problem) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }
}
