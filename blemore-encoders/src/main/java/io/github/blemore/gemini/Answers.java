package io.github.blemore.gemini;

import io.github.blemore.EncoderStoppedException;
import io.github.blemore.InferenceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the service's answers mean, and what to do about them. Safe to share between threads. */
final class Answers {

  private static final int OK = 200;
  private static final int TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  private final ApiKey key;
  private final String model;

  Answers(ApiKey key, String model) {
    this.key = key;
    this.model = model;
  }

  /**
   * Refuses an answer that is no success.
   *
   * @throws TryAgainException if it may pass
   * @throws EncoderStoppedException if every clip would be answered so
   * @throws InferenceException if it is about this clip
   */
  void requireSuccess(Reply reply, Instant now) throws TryAgainException {
    int status = reply.status();
    if (status == OK) {
      return;
    }
    ServiceError error = ServiceError.of(reply.body());
    String said = said(status, error);
    if (status == TOO_MANY || status == TIMEOUT || status >= SERVER) {
      throw new TryAgainException(
          "the service answers " + said, longest(reply.wait(now), error.retryDelay()), null);
    }
    if (status / 100 == 3) {
      throw new EncoderStoppedException(
          "the service answers %s, a redirect, which is not followed, as clips and the key would go elsewhere: set the base URL to where it leads"
              .formatted(said));
    }
    if (status == 401 || status == 403 || error.reason().equals("API_KEY_INVALID")) {
      throw new EncoderStoppedException(
          "the service refuses the API key (%s): check apiKey(...) or %s, and that the key's project may use the Gemini API"
              .formatted(said, GeminiEncoder.KEY_VARIABLE));
    }
    if (status == 404) {
      throw new EncoderStoppedException(
          "the service has no model %s there (%s): check the model and the base URL"
              .formatted(model, said));
    }
    if (error.status().equals("FAILED_PRECONDITION")) {
      throw new EncoderStoppedException(
          "the service does not serve this account (%s): check its billing and region"
              .formatted(said));
    }
    throw new InferenceException(
        "the service refuses the clip (%s): check that it plays, and the length of the cut"
            .formatted(said));
  }

  private String said(int status, ServiceError error) {
    String words = key.redact(error.message());
    String code = key.redact(error.status());
    return "%d%s%s"
        .formatted(status, code.isEmpty() ? "" : " " + code, words.isEmpty() ? "" : ": " + words);
  }

  private static Optional<Duration> longest(Optional<Duration> one, Optional<Duration> other) {
    if (one.isPresent() && other.isPresent()) {
      return one.get().compareTo(other.get()) > 0 ? one : other;
    }
    return one.or(() -> other);
  }
}
