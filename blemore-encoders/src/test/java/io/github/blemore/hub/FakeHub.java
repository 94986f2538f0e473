package io.github.blemore.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.blemore.internal.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A hub of one repository, {@code org/name}, and a second host for its large files. What goes wrong
 * is put in {@link #troubles}, each for one answer.
 */
final class FakeHub implements AutoCloseable {

  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  /** What goes wrong instead of an answer. */
  @FunctionalInterface
  interface Trouble {
    void answer(HttpExchange exchange, byte[] content) throws IOException;
  }

  /** Files that lie on the other host. */
  final Map<String, byte[]> large = new LinkedHashMap<>();

  final Map<String, byte[]> small = new LinkedHashMap<>();

  /** Method, host, path, range and token of each request. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final Map<String, Deque<Trouble>> troubles = new ConcurrentHashMap<>();
  private final Map<String, String> hashes = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer hub = server("hub");
  private final HttpServer storage = server("storage");

  private HttpServer server(String name) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", exchange -> handle(name, exchange));
      server.setExecutor(threads);
      server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  URI endpoint() {
    return address(hub);
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next request of a path is answered so. */
  void trouble(String path, Trouble trouble) {
    troubles.computeIfAbsent(path, p -> new ArrayDeque<>()).add(trouble);
  }

  /** The hub states this hash of a file. */
  void hash(String file, String hash) {
    hashes.put(file, hash);
  }

  static Trouble status(int status, String... headers) {
    return (exchange, content) -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  /** Sends so many bytes of the content and drops the connection. */
  static Trouble drop(int bytes) {
    return (exchange, content) -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, bytes);
      exchange.getResponseBody().flush();
    };
  }

  private void handle(String host, HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(
          "%s %s %s range=%s token=%s"
              .formatted(
                  exchange.getRequestMethod(),
                  host,
                  path,
                  exchange.getRequestHeaders().getFirst("Range"),
                  exchange.getRequestHeaders().getFirst("Authorization")));
      String file = path.substring(path.lastIndexOf('/') + 1);
      byte[] content = small.getOrDefault(file, large.getOrDefault(file, new byte[0]));
      Deque<Trouble> waiting = troubles.getOrDefault(path, new ArrayDeque<>());
      boolean isHead = exchange.getRequestMethod().equals("HEAD");
      if (!isHead && !waiting.isEmpty()) {
        waiting.remove().answer(exchange, content);
      } else if (path.startsWith("/api/models/org/name/revision/")) {
        send(exchange, listing().getBytes(UTF_8));
      } else if (host.equals("storage")) {
        exchange.getResponseHeaders().set("ETag", "\"of-the-storage\"");
        send(exchange, content);
      } else if (!path.startsWith("/org/name/resolve/" + COMMIT)) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        resolve(exchange, file, content);
      }
    }
  }

  private void resolve(HttpExchange exchange, String file, byte[] content) throws IOException {
    exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
    if (small.containsKey(file)) {
      String hash = hashes.getOrDefault(file, gitHash(content));
      exchange.getResponseHeaders().set("ETag", "\"%s\"".formatted(hash));
      send(exchange, content);
      return;
    }
    String hash = hashes.getOrDefault(file, Sha256.of(content));
    exchange.getResponseHeaders().set("X-Linked-ETag", "\"%s\"".formatted(hash));
    exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
    exchange
        .getResponseHeaders()
        .set("Location", address(storage) + "/" + file + "?signature=secret");
    exchange.sendResponseHeaders(302, -1);
  }

  private static void send(HttpExchange exchange, byte[] content) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
      exchange.sendResponseHeaders(200, -1);
    } else if (range == null) {
      exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    } else {
      int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
      exchange.sendResponseHeaders(206, content.length - from);
      exchange.getResponseBody().write(Arrays.copyOfRange(content, from, content.length));
    }
  }

  private String listing() {
    Map<String, byte[]> all = new LinkedHashMap<>(small);
    all.putAll(large);
    return "{\"sha\": \"%s\", \"siblings\": [%s]}"
        .formatted(
            COMMIT,
            all.keySet().stream()
                .map(file -> "{\"rfilename\": \"%s\"}".formatted(file))
                .collect(Collectors.joining(", ")));
  }

  private static String gitHash(byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + content.length + "\0").getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    storage.stop(0);
    threads.shutdownNow();
  }
}
