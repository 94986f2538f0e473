package io.github.blemore.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the service says went wrong: {@code {"error": {"code": ..., "message": ..., "status": ...,
 * "details": [...]}}}, as google.rpc.Status in JSON (https://cloud.google.com/apis/design/errors).
 *
 * @param status such as {@code RESOURCE_EXHAUSTED}; empty if the body is no such error
 * @param message in words; the body itself if it is no such error
 * @param reason of a google.rpc.ErrorInfo among the details, such as {@code API_KEY_INVALID}
 * @param retryDelay of a google.rpc.RetryInfo among the details
 */
record ServiceError(String status, String message, String reason, Optional<Duration> retryDelay) {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?s");

  static ServiceError of(String body) {
    JsonNode root;
    try {
      root = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return new ServiceError("", body, "", Optional.empty());
    }
    JsonNode error = (root.isArray() ? root.path(0) : root).path("error");
    if (!error.isObject()) {
      return new ServiceError("", body, "", Optional.empty());
    }
    String reason = "";
    Optional<Duration> delay = Optional.empty();
    for (JsonNode detail : error.path("details")) {
      String type = detail.path("@type").asText();
      if (type.endsWith("google.rpc.ErrorInfo")) {
        reason = detail.path("reason").asText();
      } else if (type.endsWith("google.rpc.RetryInfo")) {
        delay = duration(detail.path("retryDelay").asText());
      }
    }
    return new ServiceError(
        error.path("status").asText(), error.path("message").asText(), reason, delay);
  }

  /** A google.protobuf.Duration in JSON, such as {@code 3.5s}. */
  private static Optional<Duration> duration(String text) {
    Matcher parts = SECONDS.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String fraction = parts.group(2) == null ? "" : parts.group(2);
    long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
    return Optional.of(Duration.ofSeconds(Long.parseLong(parts.group(1)), nanos));
  }
}
