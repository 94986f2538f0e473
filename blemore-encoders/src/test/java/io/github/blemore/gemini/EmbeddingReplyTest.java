package io.github.blemore.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.InferenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingReplyTest {

  @Test
  void readsTheVectorAndTheTokens() throws TryAgainException {
    EmbeddingReply reply =
        EmbeddingReply.parse(
            "{\"embedding\":{\"values\":[0.5,-1,2e-3]},\"usageMetadata\":{\"promptTokenCount\":132,"
                + "\"promptTokenDetails\":[{\"modality\":\"VIDEO\",\"tokenCount\":132}]}}");

    assertThat(reply.values(3)).containsExactly(0.5f, -1f, 0.002f);
    assertThat(reply.promptTokens()).isEqualTo(132);
    assertThat(EmbeddingReply.parse("{}").promptTokens()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "{\"embedding\":{\"values\":[0.1,", "<html>", "{} {}", "NaN"})
  void whatIsNoWholeJsonMayPass(String body) {
    assertThatThrownBy(() -> EmbeddingReply.parse(body))
        .isInstanceOf(TryAgainException.class)
        .hasMessage("the reply of %d characters is no whole JSON", body.length())
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | holds no embedding.values",
        "[] | holds no embedding.values",
        "null | holds no embedding.values",
        "{\"embedding\":{\"values\":[]}} | holds no embedding.values",
        "{\"embedding\":{\"values\":\"x\"}} | holds no embedding.values",
        "{\"embedding\":{\"values\":[1]}} | holds 1 values: must be 2",
        "{\"embedding\":{\"values\":[1,2,3]}} | holds 3 values: must be 2",
        "{\"embedding\":{\"values\":[1,1e60]}} | holds as value 1 what is no finite number",
        "{\"embedding\":{\"values\":[1,null]}} | holds as value 1 what is no finite number",
        "{\"embedding\":{\"values\":[\"1\",2]}} | holds as value 0 what is no finite number",
        "{\"embedding\":{\"values\":[0,0]}} | holds zeros only",
      })
  void whatIsNoEmbeddingIsRefused(String body, String problem) throws TryAgainException {
    EmbeddingReply reply = EmbeddingReply.parse(body);

    assertThatThrownBy(() -> reply.values(2))
        .isInstanceOf(InferenceException.class)
        .hasMessage("the reply " + problem);
  }
}
