package io.github.blemore.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Embedding;
import io.github.blemore.EncoderStoppedException;
import io.github.blemore.Encoding;
import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.gemini.GeminiStandIn.Fault;
import io.github.blemore.libav.ClipCut;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GeminiFaultsTest {

  private static final Duration SLOWNESS = Duration.ofMillis(1500);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(7);
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private final FakeTiming timing = new FakeTiming();
  private GeminiStandIn standIn;

  @BeforeEach
  void startStandIn() throws IOException {
    standIn = GeminiStandIn.builder().slowness(SLOWNESS).retryAfter(RETRY_AFTER).start();
    Cuts.of(Path.of("a"));
    try (GeminiEncoder warm = builder().build()) {
      warm.encode(Cuts.clip("a"));
    }
  }

  @AfterEach
  void stopStandIn() {
    standIn.close();
  }

  private GeminiEncoder.Builder builder() {
    return GeminiEncoder.builder().standIn(standIn).dimension(128).cutter(Cuts::of).timing(timing);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"TOO_MANY_REQUESTS", "SERVER_ERROR", "DROPPED_CONNECTION", "TRUNCATED_JSON"})
  void whatPassesIsTriedAgain(Fault fault) {
    standIn.order(fault, fault);
    try (GeminiEncoder encoder = builder().build()) {
      assertThat(encoder.encode(Cuts.clip("a")).get(0)).isInstanceOf(Embedding.class);
      assertThat(encoder.spending().requests()).isEqualTo(3);
      assertThat(timing.sleeps()).hasSize(2);
    }
  }

  @Test
  void aSlowServiceIsAskedAgain() {
    standIn.order(Fault.SLOW);
    try (GeminiEncoder encoder = builder().requestTimeout(TIMEOUT).build()) {
      // The second request may be slow by itself on a busy machine: any number is fine.
      assertThat(encoder.encode(Cuts.clip("a")).get(0)).isInstanceOf(Embedding.class);
      assertThat(encoder.spending().requests()).isGreaterThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_REQUEST, 400 INVALID_ARGUMENT: The video could not be processed.",
    "WRONG_DIMENSION, holds 129 values: must be 128",
    "EMPTY_REPLY, holds no embedding.values",
  })
  void whatIsAboutTheClipEndsItAtOnce(Fault fault, String problem) {
    standIn.order(fault);
    try (GeminiEncoder encoder = builder().build()) {
      assertThatThrownBy(() -> encoder.encode(Cuts.clip("a")))
          .isInstanceOf(InferenceException.class)
          .hasMessageContainingAll("encoder gemini", "clip a", problem);
      assertThat(encoder.spending().requests()).isEqualTo(1);
      assertThat(encoder.encode(Cuts.clip("a")).get(0)).isInstanceOf(Embedding.class);
    }
  }

  @Test
  void aRefusedKeyStopsTheEncoder() {
    standIn.order(Fault.FORBIDDEN);
    try (GeminiEncoder encoder = builder().build()) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> encoder.encode(Cuts.clip("a")))
            .isInstanceOf(EncoderStoppedException.class)
            .hasMessageContainingAll("refuses the API key", "403 PERMISSION_DENIED", "[key]")
            .hasMessageNotContaining(standIn.key());
      }
      assertThat(encoder.spending().requests()).isEqualTo(1);
    }
  }

  @Test
  void aServiceThatStaysDownIsGivenUpAtTheDeadline() {
    standIn.order(Collections.nCopies(50, Fault.SERVER_ERROR));
    try (GeminiEncoder encoder = builder().deadline(Duration.ofSeconds(40)).build()) {
      assertThatThrownBy(() -> encoder.encode(Cuts.clip("a")))
          .isInstanceOf(InferenceException.class)
          .hasMessageContainingAll("500 INTERNAL", "gave up after", "encode the clip again later");
      assertThat(timing.elapsed()).isLessThan(Duration.ofSeconds(40));
      assertThat(encoder.spending().requests()).isBetween(5L, 7L);
      assertThat(timing.sleeps()).hasSize((int) encoder.spending().requests() - 1);
      for (int i = 0; i < timing.sleeps().size(); i++) {
        assertThat(timing.sleeps().get(i).toMillis()).isBetween(500L << i, 1000L << i);
      }
    }
  }

  @Test
  void whatTheServiceAsksToWaitIsWaited() {
    standIn.order(Fault.TOO_MANY_REQUESTS);
    try (GeminiEncoder encoder = builder().build()) {
      encoder.encode(Cuts.clip("a"));

      assertThat(timing.sleeps()).containsExactly(Duration.ofSeconds(7));
    }
  }

  @Test
  void aRestBeyondTheDeadlineStopsTheEncoderUntilItIsOver() throws InterruptedException {
    standIn.order(Fault.TOO_MANY_REQUESTS);
    try (GeminiEncoder encoder = builder().deadline(Duration.ofSeconds(5)).build()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> encoder.encode(Cuts.clip("a")))
            .isInstanceOf(EncoderStoppedException.class)
            .hasMessageContaining("asks for a rest of 7 s, the deadline is 5 s");
      }
      assertThat(encoder.spending().requests()).isEqualTo(1);
      timing.sleep(Duration.ofSeconds(3));
      assertThat(encoder.encode(Cuts.clip("a")).get(0)).isInstanceOf(Embedding.class);
      assertThat(timing.elapsed()).isEqualTo(Duration.ofSeconds(7));
    }
  }

  @Test
  void theBudgetStopsBeforeItIsPassedRetriesIncluded() {
    GeminiPrices prices = new GeminiPrices(0.1, 0);
    standIn.order(Fault.NONE, Fault.SERVER_ERROR, Fault.NONE, Fault.SERVER_ERROR);
    try (GeminiEncoder encoder = builder().prices(prices).budget(0.4).build()) {
      encoder.encode(Cuts.clip("a"));
      encoder.encode(Cuts.clip("b"));
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> encoder.encode(Cuts.clip("c")))
            .isInstanceOf(EncoderStoppedException.class)
            .hasMessageContainingAll(
                "clip c",
                "budget of this run, 0.4000 USD, would be passed",
                "4 requests",
                "start again to spend as much once more");
      }
      assertThat(encoder.spending().requests()).isEqualTo(4).isEqualTo(standIn.requests() - 1);
      assertThat(encoder.spending().estimatedUsd()).isCloseTo(0.4, within(1e-9));
    }
  }

  @Test
  void theNumberOfRequestsIsLimited() {
    try (GeminiEncoder encoder = builder().maxRequests(2).build()) {
      encoder.encode(Cuts.clip("a"));
      encoder.encode(Cuts.clip("b"));
      assertThatThrownBy(() -> encoder.encode(Cuts.clip("c")))
          .isInstanceOf(EncoderStoppedException.class)
          .hasMessageContaining("all 2 requests of this run are used up");
      assertThat(standIn.requests()).isEqualTo(3);
    }
  }

  /** Every fault after every other, over 200 calls of four threads. */
  @Test
  void everyCallEndsWithOneEmbeddingOrOneErrorWhateverTheOrder() throws Exception {
    List<Fault> script = everyPair();
    standIn.order(script);
    long before = standIn.requests();
    try (GeminiEncoder encoder =
        builder()
            .requestTimeout(Duration.ofSeconds(20))
            // The pauses of all threads add up on the one clock.
            .deadline(Duration.ofHours(2))
            .maxRequests(1000)
            .build()) {
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String name = "clip" + i % 5;
        calls.add(() -> outcome(encoder, name));
      }
      List<String> outcomes = inThreads(4, calls);

      assertThat(outcomes).hasSize(200).allMatch(o -> o.equals("embedding") || o.equals("error"));
      assertThat(outcomes).contains("embedding", "error");
      assertThat(encoder.spending().requests()).isEqualTo(standIn.requests() - before);
      long definite =
          script.stream()
              .filter(
                  fault ->
                      fault == Fault.BAD_REQUEST
                          || fault == Fault.WRONG_DIMENSION
                          || fault == Fault.EMPTY_REPLY)
              .count();
      assertThat(outcomes.stream().filter("error"::equals).count()).isEqualTo(definite);
    }
  }

  /** Without what stops the encoder, or takes long. */
  private static List<Fault> everyPair() {
    return FaultPairs.of(EnumSet.complementOf(EnumSet.of(Fault.SLOW, Fault.FORBIDDEN)));
  }

  private static String outcome(GeminiEncoder encoder, String name) {
    try {
      List<Encoding> encodings = encoder.encode(Cuts.clip(name));
      return encodings.size() == 1 && encodings.get(0) instanceof Embedding ? "embedding" : "odd";
    } catch (InferenceException e) {
      return "error";
    }
  }

  private static <T> List<T> inThreads(int count, List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theBudgetHoldsForAllThreadsTogether() throws Exception {
    standIn.order(everyPair());
    long before = standIn.requests();
    try (GeminiEncoder encoder = builder().maxRequests(40).build()) {
      List<String> outcomes =
          inThreads(
              4,
              Collections.nCopies(
                  60,
                  () -> {
                    try {
                      return outcome(encoder, "a");
                    } catch (EncoderStoppedException e) {
                      return "stopped";
                    }
                  }));

      assertThat(outcomes).contains("stopped");
      assertThat(encoder.spending().requests())
          .isEqualTo(40)
          .isEqualTo(standIn.requests() - before);
    }
  }

  @Test
  void requestsBeginEvenlyApart() {
    try (GeminiEncoder encoder = builder().requestsPerMinute(20).build()) {
      for (int i = 0; i < 4; i++) {
        encoder.encode(Cuts.clip("a"));
      }
      assertThat(timing.sleeps()).containsOnly(Duration.ofSeconds(3)).hasSize(3);
    }
  }

  @Test
  void noMoreRequestsAreUnderWayThanAllowed() throws Exception {
    try (CountingService service = CountingService.start(6);
        GeminiEncoder encoder =
            GeminiEncoder.builder()
                .apiKey("k")
                .baseUrl(service.address())
                .dimension(128)
                .cutter(Cuts::of)
                .concurrency(2)
                .build()) {
      inThreads(6, Collections.nCopies(6, () -> encoder.encode(Cuts.clip("a"))));

      assertThat(service.mostAtATime()).isEqualTo(2);
    }
  }

  @Test
  void aThreadThatWaitsForTheServiceCanBeInterrupted() throws Exception {
    try (SilentService service = SilentService.start();
        GeminiEncoder encoder =
            GeminiEncoder.builder()
                .apiKey("k")
                .baseUrl(service.address())
                .cutter(Cuts::of)
                .concurrency(1)
                .build()) {
      List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch ended = new CountDownLatch(2);
      Thread first = waiting(encoder, thrown, ended);
      service.awaitRequest();
      Thread second = waiting(encoder, thrown, ended);
      second.interrupt();
      first.interrupt();

      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(thrown).hasSize(2).allMatch(InterruptedWorkException.class::isInstance);
    }
  }

  private static Thread waiting(
      GeminiEncoder encoder, List<Throwable> thrown, CountDownLatch ended) {
    Thread thread =
        new Thread(
            () -> {
              try {
                encoder.encode(Cuts.clip("a"));
              } catch (RuntimeException e) {
                thrown.add(e);
              } finally {
                ended.countDown();
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void closingWaitsForWhatIsUnderWay() throws Exception {
    CountDownLatch cutting = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    GeminiEncoder encoder =
        GeminiEncoder.builder()
            .standIn(standIn)
            .dimension(128)
            .cutter(path -> cutSlowly(path, cutting, goOn))
            .build();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<List<Encoding>> running = threads.submit(() -> encoder.encode(Cuts.clip("a")));
      cutting.await();
      Future<?> closing = threads.submit(encoder::close);
      goOn.countDown();

      assertThat(running.get().get(0)).isInstanceOf(Embedding.class);
      closing.get();
      assertThatThrownBy(() -> encoder.encode(Cuts.clip("a")))
          .isInstanceOf(IllegalStateException.class);
    } finally {
      threads.shutdownNow();
    }
  }

  private static ClipCut cutSlowly(Path path, CountDownLatch cutting, CountDownLatch goOn) {
    cutting.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Cuts.of(path);
  }

  @Test
  void aServiceThatIsNotThereIsGivenUp() throws IOException {
    String nowhere;
    try (GeminiStandIn gone = GeminiStandIn.start()) {
      nowhere = gone.address().toString();
    }
    try (GeminiEncoder encoder =
        GeminiEncoder.builder()
            .apiKey("k")
            .baseUrl(nowhere)
            .cutter(Cuts::of)
            .timing(timing)
            .deadline(Duration.ofSeconds(5))
            .build()) {
      assertThatThrownBy(() -> encoder.encode(Cuts.clip("a")))
          .isInstanceOf(InferenceException.class)
          .hasMessageContainingAll("connection failed", "gave up after");
      assertThat(timing.sleeps()).isNotEmpty();
      assertThat(encoder.spending()).isEqualTo(new GeminiSpending(0, 0, 0, 0));
    }
  }

  @Test
  void anOverlongReplyIsNotPaidForTwice() throws IOException {
    try (QuotingService service = QuotingService.start();
        GeminiEncoder encoder = at(service.address())) {
      service.answer("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", "x".repeat((4 << 20) + 1));

      assertThatThrownBy(() -> encoder.encode(Cuts.clip("a")))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("longer than an embedding can be");
      assertThat(encoder.spending().requests()).isEqualTo(1);
    }
  }

  @Test
  void aServiceThatCannotShowWhoItIsStopsTheEncoderAndGetsNothing() throws IOException {
    try (QuotingService service = QuotingService.startTls();
        GeminiEncoder encoder = at(service.address().replace("http:", "https:"))) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> encoder.encode(Cuts.clip("a")))
            .isInstanceOf(EncoderStoppedException.class)
            .hasMessageContainingAll("connection failed", "nothing was sent");
      }
      assertThat(encoder.spending()).isEqualTo(new GeminiSpending(0, 0, 0, 0));
    }
  }

  @Test
  void aConnectionLostInTheHandshakeIsTriedAgainForNothing() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        GeminiEncoder encoder = at("https://127.0.0.1:" + socket.getLocalPort())) {
      Thread service = new Thread(() -> hangUp(socket), "service-that-hangs-up");
      service.setDaemon(true);
      service.start();

      assertThatThrownBy(() -> encoder.encode(Cuts.clip("a")))
          .isInstanceOf(InferenceException.class)
          .hasMessageContainingAll("connection failed", "gave up after");
      assertThat(timing.sleeps()).isNotEmpty();
      assertThat(encoder.spending()).isEqualTo(new GeminiSpending(0, 0, 0, 0));
    }
  }

  private static void hangUp(ServerSocket socket) {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        connection.shutdownOutput();
        connection.getInputStream().readAllBytes();
      } catch (IOException e) {
        // The client has gone, or the test has ended.
      }
    }
  }

  private GeminiEncoder at(String address) {
    return GeminiEncoder.builder()
        .apiKey("k")
        .baseUrl(address)
        .cutter(Cuts::of)
        .timing(timing)
        .build();
  }

  /**
   * Lets another call come in between, at one of the sleeps, which is told to wait and gives up.
   */
  private final class Interloper implements Timing {

    private final int at;
    private int sleeps;
    private boolean inside;
    private @Nullable GeminiEncoder encoder;

    Interloper(int at) {
      this.at = at;
    }

    @Override
    public long nanos() {
      return timing.nanos();
    }

    @Override
    public Instant now() {
      return timing.now();
    }

    @Override
    public double random() {
      return timing.random();
    }

    @Override
    public void sleep(Duration wait) throws InterruptedException {
      if (inside && wait.equals(RETRY_AFTER)) {
        throw new InterruptedException("given up");
      }
      sleeps++;
      if (sleeps == at) {
        inside = true;
        GeminiEncoder shared = Objects.requireNonNull(encoder);
        assertThatThrownBy(() -> shared.encode(Cuts.clip("b")))
            .isInstanceOf(InterruptedWorkException.class);
        assertThat(Thread.interrupted()).isTrue();
        inside = false;
      }
      timing.sleep(wait);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // The second request of clip a waits for its turn, at 3 s; or its first, after one before.
    "2, SERVER_ERROR",
    "1, NONE",
  })
  void whoWakesUpInARestSleepsOn(int at, Fault first) {
    Interloper interloper = new Interloper(at);
    standIn.order(first, Fault.TOO_MANY_REQUESTS);
    try (GeminiEncoder encoder = builder().timing(interloper).requestsPerMinute(20).build()) {
      interloper.encoder = encoder;
      if (first == Fault.NONE) {
        encoder.encode(Cuts.clip("c"));
      }
      encoder.encode(Cuts.clip("a"));

      // Clip b has its turn at 6 s and is told to wait 7.
      assertThat(timing.elapsed()).isEqualTo(Duration.ofSeconds(13));
    }
  }
}
