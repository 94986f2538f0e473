package io.github.blemore.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.blemore.EncoderStoppedException;
import io.github.blemore.InferenceException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

  private final Answers answers = new Answers(ApiKey.of("secret", "a test"), "some-model");

  private void judge(Reply reply) throws TryAgainException {
    answers.requireSuccess(reply, FakeTiming.BEGIN);
  }

  private static Reply reply(int status, String body) {
    return new Reply(status, Optional.empty(), body);
  }

  private static String error(String status, String message, String details) {
    return "{\"error\":{\"code\":0,\"message\":\"%s\",\"status\":\"%s\",\"details\":[%s]}}"
        .formatted(message, status, details);
  }

  @Test
  void successPasses() {
    assertThatCode(() -> judge(reply(200, "{}"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void whatMayPassIsTriedAgain(int status) {
    assertThatThrownBy(() -> judge(reply(status, "")))
        .isInstanceOf(TryAgainException.class)
        .hasMessage("the service answers " + status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | 7000",
        "0 | 0",
        "Sun, 22 Nov 2026 12:01:30 GMT | 90000",
        "Sun, 22 Nov 2026 11:00:00 GMT | 0",
        "soon | ",
        "-3 | ",
        "99999999999 | ",
      })
  void readsRetryAfterAsSecondsOrDate(String header, Long millis) {
    TryAgainException failure =
        catchThrowableOfType(
            TryAgainException.class, () -> judge(new Reply(429, Optional.of(header), "")));

    assertThat(failure.requestedWait().map(Duration::toMillis))
        .isEqualTo(Optional.ofNullable(millis));
  }

  @ParameterizedTest
  @CsvSource({"3.5s, 3500", "12s, 12000", "1.000000001s, 1000", "3, ", "later, "})
  void readsRetryInfo(String delay, Long millis) {
    String details =
        "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"%s\"}"
            .formatted(delay);
    TryAgainException failure =
        catchThrowableOfType(
            TryAgainException.class,
            () -> judge(reply(429, error("RESOURCE_EXHAUSTED", "quota", details))));

    assertThat(failure.requestedWait().map(Duration::toMillis))
        .isEqualTo(Optional.ofNullable(millis));
    assertThat(failure).hasMessage("the service answers 429 RESOURCE_EXHAUSTED: quota");
  }

  @Test
  void theLongerOfTwoWaitsCounts() {
    String details =
        "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"30s\"}";
    TryAgainException failure =
        catchThrowableOfType(
            TryAgainException.class,
            () -> judge(new Reply(429, Optional.of("9"), error("X", "y", details))));

    assertThat(failure.requestedWait()).contains(Duration.ofSeconds(30));
  }

  @Test
  void aRefusedKeyStops() {
    String invalid =
        "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\"}";

    assertStops(reply(401, ""), "refuses the API key (401)");
    assertStops(reply(403, error("PERMISSION_DENIED", "no", "")), "403 PERMISSION_DENIED: no");
    assertStops(
        reply(400, error("INVALID_ARGUMENT", "API key not valid.", invalid)),
        "refuses the API key (400 INVALID_ARGUMENT: API key not valid.)");
  }

  @Test
  void whatEveryClipWouldMeetStops() {
    assertStops(reply(404, error("NOT_FOUND", "gone", "")), "no model some-model");
    assertStops(reply(302, ""), "a redirect, which is not followed");
    assertStops(
        reply(400, error("FAILED_PRECONDITION", "User location is not supported", "")),
        "check its billing and region");
  }

  private void assertStops(Reply reply, String problem) {
    assertThatThrownBy(() -> judge(reply))
        .isInstanceOf(EncoderStoppedException.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422, 204})
  void otherRefusalsAreAboutTheClip(int status) {
    assertThatThrownBy(() -> judge(reply(status, "[" + error("BAD", "odd video", "") + "]")))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("refuses the clip (%d BAD: odd video)", status);
  }

  @Test
  void aQuotedAnswerIsShortAndOneLineAndWithoutTheKey() {
    String page = "<html>\r\n\u001b[31msecret".repeat(200);

    assertThatThrownBy(() -> judge(reply(400, page)))
        .hasMessageContaining("<html> [31m[key]")
        .hasMessageNotContaining("secret")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(450).doesNotContain("\n"));
  }
}
