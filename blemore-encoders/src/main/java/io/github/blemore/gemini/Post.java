package io.github.blemore.gemini;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request after the other to one address, each sent once: the JDK's client neither follows
 * redirects here nor sends a POST again by itself. Safe to share between threads.
 */
final class Post {

  private static final Duration CONNECT = Duration.ofSeconds(30);

  /** 3072 numbers are some 60 kB. */
  private static final int MAX_REPLY_BYTES = 4 << 20;

  private final URI address;
  private final ApiKey key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  Post(URI address, ApiKey key) {
    this.address = address;
    this.key = key;
  }

  /**
   * Sends JSON.
   *
   * @param timeout until the reply is there to its end
   * @throws TryAgainException if there is no whole reply
   * @throws InterruptedException if the thread is interrupted; the request is then given up
   */
  Reply send(byte[] body, Duration timeout) throws TryAgainException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("User-Agent", "blemore")
            .header("Content-Type", "application/json")
            .header("x-goog-api-key", key.value())
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    CompletableFuture<HttpResponse<String>> running = http.sendAsync(request, info -> wholeReply());
    try {
      HttpResponse<String> answer = running.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return new Reply(
          answer.statusCode(), answer.headers().firstValue("Retry-After"), answer.body());
    } catch (TimeoutException e) {
      throw new TryAgainException(
          "no reply within %s s".formatted(timeout.toMillis() / 1000.0), Optional.empty(), null);
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } finally {
      running.cancel(true);
    }
  }

  private static BodySubscriber<String> wholeReply() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return BodySubscribers.mapping(
        BodySubscribers.ofByteArrayConsumer(
            chunk ->
                chunk.ifPresent(
                    some -> {
                      if (bytes.size() + some.length > MAX_REPLY_BYTES) {
                        throw new UncheckedIOException(
                            new IOException("the reply is longer than an embedding can be"));
                      }
                      bytes.writeBytes(some);
                    })),
        end -> bytes.toString(StandardCharsets.UTF_8));
  }

  /** What the JDK says of a broken reply may quote it. */
  private TryAgainException failed(Throwable cause) {
    String words =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new TryAgainException(
        "connection failed: " + key.redact(words), Optional.empty(), key.harmless(cause));
  }
}
