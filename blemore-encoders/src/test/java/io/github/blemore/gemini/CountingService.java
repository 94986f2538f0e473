package io.github.blemore.gemini;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Counts how many requests are there at a time; answers each pair of them together. */
final class CountingService implements AutoCloseable {

  private static final String REPLY =
      "{\"embedding\":{\"values\":[%s]}}"
          .formatted(String.join(",", Collections.nCopies(128, "0.5")));

  private final HttpServer server;
  private final ExecutorService threads;
  private final CyclicBarrier pair = new CyclicBarrier(2);
  private int now;
  private int most;

  private CountingService(HttpServer server, int threads) {
    this.server = server;
    this.threads = Executors.newFixedThreadPool(threads);
    server.setExecutor(this.threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static CountingService start(int threads) throws IOException {
    return new CountingService(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), threads);
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized int mostAtATime() {
    return most;
  }

  private synchronized void count(int change) {
    now += change;
    most = Math.max(most, now);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      count(1);
      pair.await(10, TimeUnit.SECONDS);
      count(-1);
      byte[] reply = REPLY.getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(200, reply.length);
      exchange.getResponseBody().write(reply);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IOException("no second request came beside the first", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
