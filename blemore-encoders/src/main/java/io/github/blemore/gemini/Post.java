package io.github.blemore.gemini;

import io.github.blemore.InferenceException;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * One request after the other to one address, each sent once: the JDK's client neither follows
 * redirects here nor sends a POST again by itself. Safe to share between threads.
 */
final class Post {

  private static final Duration CONNECT = Duration.ofSeconds(30);

  /**
   * How the JDK's words for a connection lost in the handshake begin ("terminated the handshake",
   * "closed the channel"): unlike a certificate that is not trusted, it may pass.
   */
  private static final String LOST = "Remote host ";

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
   * @throws InferenceException if the reply is too long to be one
   * @throws UntrustedServiceException if the service's certificate is not what it must be
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
                        throw new OverlongReplyException();
                      }
                      bytes.writeBytes(some);
                    })),
        end -> bytes.toString(StandardCharsets.UTF_8));
  }

  /** Ends a reply while it comes. */
  private static final class OverlongReplyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OverlongReplyException() {
      super("more than %d bytes".formatted(MAX_REPLY_BYTES));
    }
  }

  /** What the JDK says of a broken reply may quote it. */
  private TryAgainException failed(Throwable cause) {
    if (has(cause, OverlongReplyException.class)) {
      throw new InferenceException(
          "the reply is longer than an embedding can be (%d bytes): check the base URL"
              .formatted(MAX_REPLY_BYTES));
    }
    String problem = "connection failed: " + key.redact(words(cause));
    Throwable shown = key.harmless(cause);
    if (has(cause, SSLHandshakeException.class) && words(cause).startsWith(LOST)) {
      return TryAgainException.notSent(problem, shown);
    }
    if (has(cause, SSLHandshakeException.class) || has(cause, SSLPeerUnverifiedException.class)) {
      throw new UntrustedServiceException(
          problem
              + "; nothing was sent: check the base URL, a proxy in between, and the certificates Java trusts",
          shown);
    }
    return has(cause, ConnectException.class)
            || has(cause, HttpConnectTimeoutException.class)
            || has(cause, UnresolvedAddressException.class)
        ? TryAgainException.notSent(problem, shown)
        : new TryAgainException(problem, Optional.empty(), shown);
  }

  /** An unresolved host is told by the type alone. */
  private static String words(Throwable cause) {
    if (has(cause, UnresolvedAddressException.class)) {
      return "the host's name is not known";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static boolean has(Throwable problem, Class<? extends Throwable> type) {
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
