package io.github.blemore.hub;

import io.github.blemore.ModelException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What the hub's answers mean. */
final class Answers {

  private static final int TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final String WITHOUT_TOKEN =
      "accept its license on its page, and set HF_TOKEN or token(...) to a token of your account";
  private static final String WITH_TOKEN =
      "the token that was given does not allow it; accept its license on its page with that account";

  private Answers() {}

  /**
   * Refuses an answer that is no success. Another host than the hub that forbids something may only
   * mean that the address it was given has expired: the hub gives a new one.
   *
   * @param what was asked for, for messages
   * @param client that asked
   * @throws TemporaryFailure if it may succeed later
   * @throws ModelException if it will not
   */
  static void requireSuccess(HttpResponse<?> answer, String what, HubClient client)
      throws TemporaryFailure {
    int status = answer.statusCode();
    if (status >= 500 || status == TOO_MANY || status == TIMEOUT) {
      throw new TemporaryFailure("the answer was %d".formatted(status), retryAfter(answer));
    }
    if (status == 401 || status == 403) {
      if (!client.isHub(answer.uri())) {
        throw new TemporaryFailure(
            "%s answers %d".formatted(answer.uri().getHost(), status), Optional.empty());
      }
      throw new ModelException(
          "%s: the hub answers %d: the repository is private, gated or not there; %s"
              .formatted(what, status, client.hasToken() ? WITH_TOKEN : WITHOUT_TOKEN));
    }
    if (status == 404) {
      throw new ModelException(
          what + ": the hub has none such (404); check the repository, revision and file");
    }
    if (status != 200 && status != 206) {
      throw new ModelException("%s: the hub answers %d".formatted(what, status));
    }
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
    return answer.headers().firstValue("Retry-After").flatMap(Answers::duration);
  }

  /** Reads seconds or a date of HTTP; empty if it is neither. */
  static Optional<Duration> duration(String text) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), then);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
