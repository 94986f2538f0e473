package io.github.blemore.hub;

import io.github.blemore.InterruptedWorkException;
import io.github.blemore.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Requests to the hub. Redirects are followed here, so that the token goes to the hub alone and not
 * to the hosts it keeps large files on.
 *
 * <p>Safe to share between threads.
 */
final class HubClient {

  private static final int MAX_REDIRECTS = 5;
  private static final Duration CONNECT = Duration.ofSeconds(30);

  /** Takes the bytes of an answer 200 or 206. */
  @FunctionalInterface
  interface Body {

    /**
     * An answer begins.
     *
     * @return takes its bytes; may throw an {@link UncheckedIOException} if they cannot be kept, or
     *     of a {@link TemporaryFailure} if another answer may be better
     */
    Consumer<byte[]> begin(ResponseInfo answer);
  }

  private final URI endpoint;
  private final Optional<String> token;
  private final Duration stall;
  private final HttpClient http;

  /**
   * A client.
   *
   * @param stall after how long without a byte a request has failed
   */
  HubClient(URI endpoint, Optional<String> token, Duration stall) {
    this.endpoint = endpoint;
    this.token = token;
    this.stall = stall;
    this.http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
  }

  /** Whether an address is the hub's own. */
  boolean isHub(URI address) {
    return endpoint.getScheme().equals(address.getScheme())
        && endpoint.getRawAuthority().equals(address.getRawAuthority());
  }

  boolean hasToken() {
    return token.isPresent();
  }

  /**
   * Asks what a file is, following redirects on the hub itself.
   *
   * @throws IOException if there is no answer
   */
  HttpResponse<Void> head(URI address) throws IOException {
    URI at = address;
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      HttpRequest request = request(at).method("HEAD", BodyPublishers.noBody()).build();
      HttpResponse<Void> answer = send(request, info -> bytes -> {});
      Optional<URI> next = redirect(answer);
      boolean known = answer.headers().firstValue("X-Linked-ETag").isPresent();
      if (next.isEmpty() || known || !isHub(next.get())) {
        return answer;
      }
      at = next.get();
    }
    throw tooManyRedirects();
  }

  /**
   * Gets bytes, following redirects to other hosts too.
   *
   * @param from the first byte that is wanted
   * @param etag that the content must still have if not all of it is wanted; hosts other than the
   *     hub have tags of their own and are not asked
   * @throws IOException if there is no answer, or it ends too early
   */
  HttpResponse<Void> get(URI address, long from, String etag, Body body) throws IOException {
    URI at = address;
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      HttpRequest.Builder request = request(at);
      if (from > 0) {
        request.header("Range", "bytes=%d-".formatted(from));
        if (isHub(at)) {
          request.header("If-Range", etag);
        }
      }
      HttpResponse<Void> answer = send(request.build(), body);
      Optional<URI> next = redirect(answer);
      if (next.isEmpty()) {
        return answer;
      }
      at = next.get();
    }
    throw tooManyRedirects();
  }

  private ModelException tooManyRedirects() {
    return new ModelException(
        "%s redirects more than %d times".formatted(endpoint.getHost(), MAX_REDIRECTS));
  }

  private HttpRequest.Builder request(URI address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("User-Agent", "blemore")
            .header("Accept-Encoding", "identity");
    if (isHub(address)) {
      token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    }
    return request;
  }

  private static Optional<URI> redirect(HttpResponse<?> answer) {
    Optional<String> location = answer.headers().firstValue("Location");
    if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
      return Optional.empty();
    }
    URI from = answer.uri();
    URI to;
    try {
      to = from.resolve(location.get());
    } catch (IllegalArgumentException e) {
      throw new ModelException(from.getHost() + " redirects to what is no address", e);
    }
    boolean open = "http".equals(to.getScheme()) && "http".equals(from.getScheme());
    if (to.getHost() == null || !(open || "https".equals(to.getScheme()))) {
      throw new ModelException(
          "%s redirects to %s over %s: refused"
              .formatted(from.getHost(), to.getHost(), to.getScheme()));
    }
    return Optional.of(to);
  }

  private HttpResponse<Void> send(HttpRequest request, Body body) throws IOException {
    AtomicLong received = new AtomicLong();
    CompletableFuture<HttpResponse<Void>> running =
        http.sendAsync(request, answer -> subscriber(answer, body, received));
    try {
      return await(running, received);
    } catch (InterruptedException e) {
      running.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedWorkException("a download was interrupted", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    }
  }

  private static BodySubscriber<Void> subscriber(
      ResponseInfo answer, Body body, AtomicLong received) {
    if (answer.statusCode() != 200 && answer.statusCode() != 206) {
      return BodySubscribers.discarding();
    }
    Consumer<byte[]> sink = body.begin(answer);
    return BodySubscribers.ofByteArrayConsumer(
        bytes ->
            bytes.ifPresent(
                some -> {
                  received.addAndGet(some.length);
                  sink.accept(some);
                }));
  }

  private HttpResponse<Void> await(
      CompletableFuture<HttpResponse<Void>> running, AtomicLong received)
      throws IOException, InterruptedException, ExecutionException {
    while (true) {
      long before = received.get();
      try {
        return running.get(stall.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (received.get() == before) {
          running.cancel(true);
          throw new IOException("nothing came for %s s".formatted(stall.toSeconds()), e);
        }
      }
    }
  }

  private static IOException failure(Throwable cause) {
    if (cause instanceof UncheckedIOException e && e.getCause() instanceof TemporaryFailure again) {
      return again;
    }
    if (cause instanceof UncheckedIOException kept) {
      throw new ModelException("a download cannot be kept: " + kept.getMessage(), kept);
    }
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
    return new IOException(
        cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
  }
}
