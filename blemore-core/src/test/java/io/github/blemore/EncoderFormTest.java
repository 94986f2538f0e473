package io.github.blemore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.media.MediaNeeds;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EncoderFormTest {

  private static final License LICENSE = new License("MIT", "npm", true);
  private static final String WEIGHTS = "ab".repeat(32);
  private static final String OTHER_WEIGHTS = "cd".repeat(32);

  private static EncoderInfo.Builder encoder(String id, int dimension) {
    return EncoderInfo.builder(id, Modality.BODY, MediaNeeds.none()).dimension(dimension);
  }

  private static EncoderForm form(UnaryOperator<EncoderInfo.Builder> options) {
    return EncoderForm.of(options.apply(encoder("bodies", 4)).build());
  }

  private static final EncoderForm FITTED =
      form(info -> info.checkpoint(WEIGHTS, LICENSE).settings("mean over time"));

  @Test
  void anotherDeviceIsTheSameEncoder() {
    EncoderForm found =
        form(
            info ->
                info.checkpoint(WEIGHTS, LICENSE)
                    .settings("mean over time")
                    .computesOn("cuda:0, float32"));

    assertThat(FITTED.differences(found)).isEmpty();
    assertThat(found).isEqualTo(FITTED);
  }

  @Test
  void differencesSayWhatIsThereAndWhatTheSystemWasFittedWith() {
    EncoderForm found =
        EncoderForm.of(
            encoder("others", 5).checkpoint(OTHER_WEIGHTS, LICENSE).settings("first").build());

    assertThat(FITTED.differences(found))
        .containsExactly(
            "encoder is others, the system was fitted with bodies",
            "dimension is 5, the system was fitted with 4",
            "checkpoint is %s, the system was fitted with %s".formatted(OTHER_WEIGHTS, WEIGHTS),
            "preprocessing is %s (%s; first), the system was fitted with %s (%s; mean over time)"
                .formatted(
                    found.preprocessing(), found.needs(), FITTED.preprocessing(), FITTED.needs()));
  }

  @Test
  void eachPartAloneIsADifference() {
    assertThat(FITTED.differences(form(info -> info.settings("mean over time"))))
        .containsExactly("checkpoint is none, the system was fitted with " + WEIGHTS);
    assertThat(FITTED.differences(form(info -> info.checkpoint(WEIGHTS, LICENSE))))
        .singleElement()
        .asString()
        .startsWith("preprocessing is ");
  }

  @Test
  void ofImportedEmbeddingsOnlyIdAndDimensionCount() {
    EncoderForm imported = form(info -> info.checkpoint(OTHER_WEIGHTS, LICENSE).imported());
    EncoderForm wider = EncoderForm.of(encoder("bodies", 5).imported().build());

    assertThat(imported.isImported()).isTrue();
    assertThat(imported.preprocessing()).isEqualTo("imported");
    assertThat(FITTED.isImported()).isFalse();
    assertThat(FITTED.differences(imported)).isEmpty();
    assertThat(imported.differences(FITTED)).isEmpty();
    assertThat(imported.differences(wider))
        .containsExactly("dimension is 5, the system was fitted with 4");
  }

  @Test
  void anOriginTakesTheLicenseFromTheEncoder() {
    EncoderInfo info = encoder("bodies", 4).checkpoint(WEIGHTS, LICENSE).build();
    EncoderOrigin origin = EncoderOrigin.of(info);

    assertThat(origin)
        .isEqualTo(new EncoderOrigin(EncoderForm.of(info), Optional.empty(), Optional.of(LICENSE)));
    assertThat(origin.withSpec("bodies:dir").spec()).contains("bodies:dir");
    assertThat(EncoderOrigin.of(FITTED).license()).isEmpty();
    assertThatThrownBy(() -> origin.withSpec(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spec of encoder bodies is blank");
  }
}
