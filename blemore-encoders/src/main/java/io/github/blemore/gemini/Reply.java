package io.github.blemore.gemini;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What came back over HTTP.
 *
 * @param status of HTTP
 * @param retryAfter the header, if there is one
 * @param body all of it, as UTF-8
 */
record Reply(int status, Optional<String> retryAfter, String body) {

  /** Reads the header: seconds or a date (RFC 9110, 10.2.3); empty if it is neither. */
  Optional<Duration> wait(Instant now) {
    return retryAfter.flatMap(text -> duration(text.strip(), now));
  }

  private static Optional<Duration> duration(String text, Instant now) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, then);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
