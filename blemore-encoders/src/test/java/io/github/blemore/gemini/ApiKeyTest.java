package io.github.blemore.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.EncoderStoppedException;
import io.github.blemore.InferenceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

class ApiKeyTest {

  private static final String SECRET = "AIzaSyVerySecretIndeed0123456789";

  private static GeminiEncoder.Builder with(String key) {
    Map<String, String> environment = new HashMap<>();
    environment.put("GEMINI_API_KEY", key);
    return GeminiEncoder.builder().environment(environment::get);
  }

  @Test
  void noKeyIsSaidWithWhatToDo() {
    assertThatThrownBy(() -> GeminiEncoder.builder().environment(name -> null).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("no API key", "GEMINI_API_KEY", "apiKey(...)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void aBlankKeyIsSaid(String key) {
    assertThatThrownBy(() -> with(key).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the API key of GEMINI_API_KEY is blank");
    assertThatThrownBy(() -> with("good").apiKey(key).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the API key of apiKey(...) is blank");
  }

  @ParameterizedTest
  @CsvSource({
    "'\n', a line break", "'\r\nX-Evil: 1', a line break", "'\t', a control character",
    "'\u0007', a control character", "' ', a space", "'\u00e9', a character beyond ASCII"
  })
  void aKeyThatCannotBeOneIsRefusedWithoutShowingIt(String end, String what) {
    assertThatThrownBy(() -> with(SECRET + end).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds %s as character %d", what, SECRET.length() + 1)
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void isShownNowhere() throws IOException {
    String shown = everythingShown();

    assertThat(shown)
        .contains(
            "log: [encoder {} sends clips to {}, gemini, 127.0.0.1]",
            "[key]",
            "refuses the API key")
        .doesNotContain(SECRET)
        .doesNotContain(SECRET.substring(0, 12));
  }

  /** Log, info, builder, exceptions with their causes, of services that quote the key. */
  private static String everythingShown() throws IOException {
    StringWriter all = new StringWriter();
    Logger log =
        (Logger)
            Proxy.newProxyInstance(
                Logger.class.getClassLoader(),
                new Class<?>[] {Logger.class},
                (proxy, method, arguments) -> {
                  all.append("log: ").append(Arrays.deepToString(arguments));
                  return null;
                });
    try (QuotingService service = QuotingService.start()) {
      GeminiEncoder.Builder builder =
          with(SECRET)
              .baseUrl(service.address())
              .cutter(Cuts::of)
              .timing(new FakeTiming())
              .log(log);
      GeminiEncoder encoder = builder.build();
      List.of(builder, encoder, encoder.info(), encoder.info().settings(), ApiKey.of(SECRET, "x"))
          .forEach(shown -> all.append(String.valueOf(shown)));
      PrintWriter printer = new PrintWriter(all, true);
      service.answer(
          "HTTP/1.1 400 Bad\r\nContent-Length: %d\r\n\r\n%s",
          "{\"error\":{\"message\":\"bad " + SECRET + "\"}}");
      failure(encoder, InferenceException.class).printStackTrace(printer);
      service.answer("HTTP/1.1 400 Bad\r\nContent-Length: %d\r\n\r\n%s", "x".repeat(290) + SECRET);
      failure(encoder, InferenceException.class).printStackTrace(printer);
      service.answer(
          "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", "{\"" + SECRET + "\": " + SECRET);
      failure(encoder, InferenceException.class).printStackTrace(printer);
      service.answer("%d " + SECRET + "%s\r\n\r\n", "no HTTP");
      failure(encoder, InferenceException.class).printStackTrace(printer);
      service.answer(
          "HTTP/1.1 403 No\r\nContent-Length: %d\r\n\r\n%s",
          "{\"error\":{\"message\":\"key " + SECRET + " is out\"}}");
      failure(encoder, EncoderStoppedException.class).printStackTrace(printer);
    }
    return all.toString();
  }

  private static Throwable failure(GeminiEncoder encoder, Class<? extends Throwable> type) {
    Throwable[] thrown = new Throwable[1];
    assertThatThrownBy(() -> encoder.encode(Cuts.clip("a")))
        .isInstanceOf(type)
        .satisfies(problem -> thrown[0] = problem);
    return thrown[0];
  }
}
