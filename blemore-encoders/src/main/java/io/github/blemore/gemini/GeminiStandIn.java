package io.github.blemore.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.blemore.MediaException;
import io.github.blemore.media.MediaReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fake of the Gemini API on this machine (127.0.0.1, a free port), for tests and demos: it takes
 * the requests of {@code embedContent} and answers in the same form, with an embedding that is made
 * from the decoded video and sound by simple means. It carries some signal, and is nothing that
 * Gemini computes. Faults are had to order.
 *
 * <p>Safe to share between threads.
 */
public final class GeminiStandIn implements AutoCloseable {

  /** What goes wrong with a request. */
  public enum Fault {
    /** Nothing: it is answered as it should be. */
    NONE,
    /** The answer comes late, see {@link Builder#slowness}. */
    SLOW,
    /** 429 with a Retry-After, see {@link Builder#retryAfter}. */
    TOO_MANY_REQUESTS,
    /** 500. */
    SERVER_ERROR,
    /** The connection ends without an answer. */
    DROPPED_CONNECTION,
    /** An answer that breaks off in the middle of its JSON. */
    TRUNCATED_JSON,
    /** One value more than was asked for. */
    WRONG_DIMENSION,
    /** An answer without an embedding. */
    EMPTY_REPLY,
    /** 400: about this clip. */
    BAD_REQUEST,
    /** 403: about the key, which the message quotes. */
    FORBIDDEN
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile("/v1beta/models/([A-Za-z0-9._-]+):embedContent");

  /** Of no use elsewhere. */
  static final String KEY = "stand-in-key";

  private static final int DEFAULT_DIMENSION = 3072;
  private static final int MIN_DIMENSION = 128;
  private static final int TOKENS_PER_PART = 66;
  private static final int THREADS = 8;

  private final Duration slowness;
  private final Duration retryAfter;
  private final Queue<Fault> faults = new ArrayDeque<>();
  private final AtomicLong requests = new AtomicLong();
  private final MediaReader reader = MediaReader.open();
  private final StandInEmbedding embedding = new StandInEmbedding(reader);
  private final ExecutorService threads;
  private final HttpServer server;

  private GeminiStandIn(Builder builder) throws IOException {
    this.slowness = builder.slowness == null ? Duration.ofSeconds(2) : builder.slowness;
    this.retryAfter = builder.retryAfter == null ? Duration.ofSeconds(1) : builder.retryAfter;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "gemini-stand-in");
              thread.setDaemon(true);
              return thread;
            });
    this.server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts one without faults. */
  public static GeminiStandIn start() throws IOException {
    return builder().start();
  }

  /** Starts one with other options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Such as {@code http://127.0.0.1:40123}. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The only key it takes; no secret. */
  public String key() {
    return KEY;
  }

  /** How many requests have come. */
  public long requests() {
    return requests.get();
  }

  /** Lets these befall the next requests in their order, after those ordered before. */
  public void order(Fault... next) {
    order(Arrays.asList(next));
  }

  /** The same. */
  public void order(Collection<Fault> next) {
    synchronized (faults) {
      faults.addAll(next);
    }
  }

  private Fault nextFault() {
    synchronized (faults) {
      Fault next = faults.poll();
      return next == null ? Fault.NONE : next;
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Fault fault = nextFault();
      if (fault == Fault.DROPPED_CONNECTION) {
        return;
      }
      if (fault == Fault.SLOW) {
        Thread.sleep(slowness.toMillis());
      }
      answer(exchange, body, fault);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, byte[] body, Fault fault) throws IOException {
    switch (fault) {
      case TOO_MANY_REQUESTS -> {
        exchange.getResponseHeaders().set("Retry-After", Long.toString(retryAfter.toSeconds()));
        refuse(exchange, 429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.");
      }
      case SERVER_ERROR -> refuse(exchange, 500, "INTERNAL", "An internal error has occurred.");
      case BAD_REQUEST ->
          refuse(exchange, 400, "INVALID_ARGUMENT", "The video could not be processed.");
      case FORBIDDEN ->
          refuse(exchange, 403, "PERMISSION_DENIED", "The key %s may not do that.".formatted(KEY));
      case EMPTY_REPLY -> send(exchange, 200, "{}");
      case NONE, SLOW, DROPPED_CONNECTION, TRUNCATED_JSON, WRONG_DIMENSION ->
          embed(exchange, body, fault);
    }
  }

  private void embed(HttpExchange exchange, byte[] body, Fault fault) throws IOException {
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    if (!path.matches() || !exchange.getRequestMethod().equals("POST")) {
      refuse(exchange, 404, "NOT_FOUND", "There is no such method.");
      return;
    }
    if (!KEY.equals(exchange.getRequestHeaders().getFirst("x-goog-api-key"))) {
      refuse(exchange, 403, "PERMISSION_DENIED", "The API key is missing or unknown.");
      return;
    }
    try {
      send(exchange, 200, reply(MAPPER.readTree(body), fault));
    } catch (JsonProcessingException e) {
      refuse(exchange, 400, "INVALID_ARGUMENT", "Invalid JSON payload received.");
    } catch (MediaException | IllegalArgumentException e) {
      refuse(exchange, 400, "INVALID_ARGUMENT", String.valueOf(e.getMessage()));
    }
  }

  private String reply(JsonNode request, Fault fault) throws IOException {
    int dimension = request.path("outputDimensionality").asInt(DEFAULT_DIMENSION);
    if (dimension < MIN_DIMENSION || dimension > DEFAULT_DIMENSION) {
      throw new IllegalArgumentException("outputDimensionality must be 128 to 3072");
    }
    JsonNode parts = request.path("content").path("parts");
    byte[] video = part(parts.path(0), RequestBody.VIDEO);
    Optional<byte[]> sound =
        parts.size() > 1 ? Optional.of(part(parts.path(1), RequestBody.SOUND)) : Optional.empty();
    if (parts.size() > 2) {
      throw new IllegalArgumentException("content.parts must be a video, or a video and a sound");
    }
    int values = fault == Fault.WRONG_DIMENSION ? dimension + 1 : dimension;
    ObjectNode reply = MAPPER.createObjectNode();
    ArrayNode vector = reply.putObject("embedding").putArray("values");
    Arrays.stream(embedding.of(video, sound, values)).forEach(value -> vector.add((float) value));
    reply.putObject("usageMetadata").put("promptTokenCount", TOKENS_PER_PART * parts.size());
    String text = reply.toString();
    return fault == Fault.TRUNCATED_JSON ? text.substring(0, text.length() / 2) : text;
  }

  private static byte[] part(JsonNode part, String type) throws IOException {
    JsonNode data = part.path("inlineData");
    String given = data.path("mimeType").asText();
    if (!given.equals(type)) {
      throw new IllegalArgumentException(
          "Unsupported MIME type: \"%s\", expected %s".formatted(given, type));
    }
    byte[] file = data.path("data").binaryValue();
    if (file == null || file.length == 0) {
      throw new IllegalArgumentException("inlineData.data must be Base64");
    }
    return file;
  }

  private static void refuse(HttpExchange exchange, int code, String status, String message)
      throws IOException {
    ObjectNode root = MAPPER.createObjectNode();
    root.putObject("error").put("code", code).put("message", message).put("status", status);
    send(exchange, code, root.toString());
  }

  private static void send(HttpExchange exchange, int code, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Ends it, with what is under way; a second call does nothing. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    reader.close();
  }

  /** Collects the options; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private @Nullable Duration slowness;
    private @Nullable Duration retryAfter;
    private @Nullable List<Fault> faults;

    private Builder() {}

    /** How late a {@link Fault#SLOW} answer comes; default 2 s. */
    public Builder slowness(Duration delay) {
      requireUnset("slowness", slowness);
      this.slowness = requireNotNegative("slowness", delay);
      return this;
    }

    /** What {@link Fault#TOO_MANY_REQUESTS} asks to wait, in whole seconds; default 1 s. */
    public Builder retryAfter(Duration delay) {
      requireUnset("retryAfter", retryAfter);
      this.retryAfter = requireNotNegative("retryAfter", delay);
      return this;
    }

    /** What befalls the first requests, in their order; default nothing. */
    public Builder faults(List<Fault> script) {
      requireUnset("faults", faults);
      this.faults = List.copyOf(script);
      return this;
    }

    private static Duration requireNotNegative(String option, Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException(
            "%s is %s: must not be negative".formatted(option, value));
      }
      return value;
    }

    private static void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException(
            "%s of the stand-in is set twice: %s".formatted(option, value));
      }
    }

    /**
     * Starts it.
     *
     * @throws IOException if it cannot listen
     * @throws io.github.blemore.ModelException if there is no media reader
     */
    public GeminiStandIn start() throws IOException {
      GeminiStandIn standIn = new GeminiStandIn(this);
      if (faults != null) {
        standIn.order(faults);
      }
      return standIn;
    }
  }
}
