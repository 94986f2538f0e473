package io.github.blemore.hub;

import static io.github.blemore.hub.FakeHub.COMMIT;
import static io.github.blemore.hub.FakeHub.drop;
import static io.github.blemore.hub.FakeHub.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.InterruptedWorkException;
import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.internal.Sha256;
import io.github.blemore.safetensors.SafeTensorsWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTest {

  private static final String TOKEN = "hf_verySecret";
  private static final String WEIGHTS = "model.safetensors";
  private static final String RESOLVED = "/org/name/resolve/" + COMMIT + "/";
  private static final String CARD = "---\nlicense: mit\n---\n";

  @TempDir Path home;

  private final FakeHub server = new FakeHub();
  private final byte[] weights =
      new SafeTensorsWriter().add("a", new float[20_000], 20_000).toBytes();

  @BeforeEach
  void fill() {
    server.small.put("config.json", "{\"model_type\": \"small\"}".getBytes(UTF_8));
    server.small.put("README.md", CARD.getBytes(UTF_8));
    server.large.put(WEIGHTS, weights);
    server.large.put("other.onnx", new byte[3]);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Hub.Builder options() {
    return Hub.builder()
        .environment(Map.of())
        .endpoint(server.endpoint())
        .home(home)
        .firstWait(Duration.ofMillis(1));
  }

  private Path download() {
    return options().build().download("org/name", COMMIT);
  }

  @Test
  void aCheckpointIsDownloadedWhole() throws IOException {
    Path folder = options().build().download("org/name", "main");

    assertThat(folder).isEqualTo(home.resolve("hub/models--org--name/snapshots/" + COMMIT));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("config.json", "README.md", WEIGHTS);
    }
    assertThat(home.resolve("hub/models--org--name/refs/main")).hasContent(COMMIT);
    Checkpoint checkpoint = Checkpoint.open(folder);
    assertThat(checkpoint.sha256()).isEqualTo(Sha256.of(weights));
    assertThat(checkpoint.license().name()).isEqualTo("mit");
  }

  @Test
  void aPinnedCommitThatIsThereNeedsNoRequest() throws IOException {
    Path folder = download();
    server.requests.clear();

    assertThat(download()).isEqualTo(folder);
    assertThat(server.requests).isEmpty();

    Files.delete(folder.resolve("config.json"));
    download();
    assertThat(folder.resolve("config.json")).exists();
    assertThat(server.requests).noneMatch(request -> request.startsWith("GET storage"));
  }

  @Test
  void aBranchIsAskedForItsCommitOnly() {
    download();
    server.requests.clear();

    options().build().download("org/name", "main");

    assertThat(server.requests)
        .singleElement()
        .asString()
        .startsWith("GET hub /api/models/org/name/revision/main");
  }

  @Test
  void shardsAreDownloadedByTheirIndex() throws IOException {
    server.large.remove(WEIGHTS);
    server.large.put("m-1.safetensors", weights);
    server.small.put(
        "model.safetensors.index.json",
        "{\"weight_map\": {\"a\": \"m-1.safetensors\"}}".getBytes(UTF_8));

    assertThat(Checkpoint.open(download()).names()).containsExactly("a");
  }

  @Test
  void anIndexOfAShardThatIsNotThereIsRefused() {
    server.large.remove(WEIGHTS);
    server.small.put(
        "model.safetensors.index.json", "{\"weight_map\": {\"a\": \"m-1.bin\"}}".getBytes(UTF_8));

    requireFailure().hasMessageContaining("has no m-1.bin, which its index names");
  }

  @Test
  void oneFileCanBeDownloaded() {
    server.large.put("best.pth", new byte[] {1, 2, 3});

    Path file = options().build().downloadFile("org/name", COMMIT, "best.pth");

    assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(file.resolveSibling("README.md")).hasContent(CARD);
    assertThat(file.resolveSibling(WEIGHTS)).doesNotExist();
  }

  @Test
  void aDroppedConnectionGoesOnWhereItStopped() {
    server.trouble("/" + WEIGHTS, drop(50_000));

    assertThat(download().resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(server.requests)
        .filteredOn(request -> request.contains("GET storage"))
        .hasSize(2)
        .last()
        .asString()
        .matches(".* range=bytes=[1-9]\\d*- .*");
  }

  @Test
  void aLaterCallGoesOnToo() {
    server.trouble("/" + WEIGHTS, drop(50_000));
    assertThatThrownBy(() -> options().maxWait(Duration.ZERO).build().download("org/name", COMMIT))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("what has come is kept");
    assertThat(home.resolve("hub/models--org--name/snapshots/" + COMMIT + "/" + WEIGHTS))
        .doesNotExist();
    server.requests.clear();

    assertThat(download().resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(server.requests)
        .filteredOn(request -> request.contains("GET storage"))
        .singleElement()
        .asString()
        .matches(".* range=bytes=[1-9]\\d*- .*");
  }

  @Test
  void aHostThatCannotGoOnStartsAgain() {
    server.trouble("/" + WEIGHTS, drop(50_000));
    server.trouble(
        "/" + WEIGHTS,
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
        });
    assertThat(download().resolve(WEIGHTS)).hasBinaryContent(weights);
  }

  @Test
  void anotherPartThanAskedForIsNotTaken() {
    server.trouble("/" + WEIGHTS, drop(50_000));
    server.trouble(
        "/" + WEIGHTS,
        (exchange, content) -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 7-9/" + content.length);
          exchange.sendResponseHeaders(206, 3);
          exchange.getResponseBody().write(new byte[3]);
        });
    assertThat(download().resolve(WEIGHTS)).hasBinaryContent(weights);
  }

  @Test
  void aFileThatChangedMeanwhileIsNotGluedToTheOldPart() {
    server.trouble("/" + WEIGHTS, drop(50_000));
    assertThatThrownBy(() -> options().maxWait(Duration.ZERO).build().download("org/name", COMMIT))
        .isInstanceOf(ModelException.class);
    byte[] other = new SafeTensorsWriter().add("b", new float[30_000], 30_000).toBytes();
    server.large.put(WEIGHTS, other);

    assertThat(download().resolve(WEIGHTS)).hasBinaryContent(other);
  }

  @Test
  void aWrongSha256IsRefusedAndThePartDeleted() throws IOException {
    server.hash(WEIGHTS, "ab".repeat(32));

    requireFailure()
        .hasMessageContaining("must have SHA-256 " + "ab".repeat(32))
        .hasMessageContaining(Sha256.of(weights));
    requireNoParts();
  }

  @Test
  void aWrongGitHashIsRefusedToo() throws IOException {
    server.hash("config.json", "cd".repeat(20));

    requireFailure().hasMessageContaining("config.json").hasMessageContaining("must have SHA-1 cd");
    requireNoParts();
  }

  private void requireNoParts() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
    }
    assertThat(home.resolve("hub/models--org--name/snapshots/" + COMMIT + "/" + WEIGHTS))
        .doesNotExist();
  }

  @Test
  void whatCannotBeCheckedIsRefused() {
    server.hash(WEIGHTS, "no-hash");

    requireFailure().hasMessageContaining("names no hash");
  }

  @Test
  void moreBytesThanSaidAreRefused() throws IOException {
    server.trouble(
        "/" + WEIGHTS,
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[content.length + 100_000]);
        });

    requireFailure().hasMessageContaining("more bytes come than the %d".formatted(weights.length));
    requireNoParts();
  }

  @Test
  void anAnswerOfAnotherSizeLeavesThePart() {
    server.trouble("/" + WEIGHTS, drop(50_000));
    server.trouble(
        "/" + WEIGHTS,
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, 4);
          exchange.getResponseBody().write("oops".getBytes(UTF_8));
        });

    assertThat(download().resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(server.requests)
        .filteredOn(request -> request.contains("GET storage"))
        .hasSize(3)
        .last()
        .asString()
        .matches(".* range=bytes=[1-9]\\d*- .*");
  }

  @Test
  void anExpiredAddressIsAskedForAgain() {
    server.trouble("/" + WEIGHTS, status(403));

    assertThat(download().resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(server.requests)
        .filteredOn(request -> request.startsWith("GET hub " + RESOLVED + WEIGHTS))
        .hasSize(2);
  }

  @Test
  void butNotAgainAndAgain() {
    for (int i = 0; i < 20; i++) {
      server.trouble("/" + WEIGHTS, status(403));
    }

    requireFailure()
        .hasMessageContaining("127.0.0.1 answers 403")
        .hasMessageContaining("after 6 attempts");
  }

  @Test
  void aDamagedNoteIsNotOfACompleteDownload() throws IOException {
    Path folder = download();
    Path note = home.resolve("hub/models--org--name/blemore/" + COMMIT + "/whole.done");
    byte[][] damaged = {
      {}, {'\n'}, {'x'}, {'1', ' '}, {'9', ' ', 0}, {(byte) 0xff}, "12 none".getBytes(UTF_8)
    };
    for (byte[] bytes : damaged) {
      Files.write(note, bytes);
      Files.deleteIfExists(folder.resolve("config.json"));

      assertThat(download().resolve("config.json")).exists();
    }
  }

  @Test
  void notesOfDownloadsAreNotMixedUp() {
    server.large.put("checkpoint", new byte[1]);
    server.large.put("whole", new byte[2]);
    server.large.put("b", new byte[3]);
    server.large.put("a--b", new byte[4]);
    Hub hub = options().build();

    assertThat(hub.download("org/name", COMMIT).resolve("whole")).doesNotExist();
    for (String file : List.of("checkpoint", "whole", "b", "a--b")) {
      assertThat(hub.downloadFile("org/name", COMMIT, file)).exists();
    }
    assertThat(Stream.of("a/b", "a--b", "a-.b", "a-/b", "a/-b", "a-b", "a.b").map(HubCache::noteOf))
        .doesNotHaveDuplicates()
        .allMatch(note -> !note.contains("/"));
  }

  @Test
  void threadsOfOneProcessDoNotDownloadTwice() throws Exception {
    Hub hub = options().build();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Path>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        running.add(threads.submit(() -> hub.download("org/name", COMMIT)));
      }
      for (Future<Path> one : running) {
        assertThat(one.get().resolve(WEIGHTS)).hasBinaryContent(weights);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.requests).filteredOn(request -> request.startsWith("GET storage")).hasSize(1);
  }

  @Test
  void whatNeedsATokenSaysSo() {
    server.trouble("/api/models/org/name/revision/" + COMMIT, status(401));

    requireFailure()
        .hasMessageContaining("org/name")
        .hasMessageContaining("401")
        .hasMessageContaining("HF_TOKEN")
        .hasMessageContaining("license");
  }

  @Test
  void aTokenIsInNoMessage() {
    server.trouble("/api/models/org/name/revision/main", status(403));
    Hub hub = options().token(TOKEN).build();

    assertThatThrownBy(() -> hub.download("org/name", "main"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the token that was given does not allow it")
        .hasStackTraceContaining("403")
        .matches(e -> !stackTrace(e).contains(TOKEN));
    assertThat(hub.toString()).doesNotContain(TOKEN);
    assertThatThrownBy(() -> options().token("hf_verySecret\u00fc").build())
        .isInstanceOf(IllegalArgumentException.class)
        .matches(e -> !stackTrace(e).contains(TOKEN));
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void theTokenGoesToTheHubAlone() {
    options().token(TOKEN).build().download("org/name", "main");

    assertThat(server.requests)
        .filteredOn(request -> request.contains(" hub "))
        .isNotEmpty()
        .allMatch(request -> request.endsWith("token=Bearer " + TOKEN));
    assertThat(server.requests)
        .filteredOn(request -> request.contains(" storage "))
        .isNotEmpty()
        .allMatch(request -> request.endsWith("token=null"));
  }

  @Test
  void whatIsNotThereIsNamed() {
    server.trouble("/api/models/org/name/revision/nowhere", status(404));

    assertThatThrownBy(() -> options().build().download("org/name", "nowhere"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("org/name at nowhere")
        .hasMessageContaining("404");
    assertThatThrownBy(() -> options().build().downloadFile("org/name", COMMIT, "x.pth"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has no x.pth; it has [config.json, README.md, ");
    server.large.remove(WEIGHTS);
    requireFailure().hasMessageContaining("has no model.safetensors or");
  }

  @Test
  void tooManyRequestsAreTriedAgainWhenTheHubSays() {
    server.trouble("/" + WEIGHTS, status(429, "Retry-After", "1"));
    long start = System.nanoTime();

    assertThat(download().resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(999));
  }

  @Test
  void waitingIsBounded() {
    server.trouble("/" + WEIGHTS, status(429, "Retry-After", "3600"));

    requireFailure().hasMessageContaining("429").hasMessageContaining("3600 s");
  }

  @Test
  void faultsOfTheHubAreTriedAgain() {
    for (int i = 0; i < 4; i++) {
      server.trouble(RESOLVED + "config.json", status(503));
      server.trouble("/api/models/org/name/revision/" + COMMIT, status(500));
    }

    assertThat(download().resolve(WEIGHTS)).hasBinaryContent(weights);
  }

  @Test
  void butNotForEver() {
    for (int i = 0; i < 20; i++) {
      server.trouble(RESOLVED + "config.json", status(503));
    }

    requireFailure().hasMessageContaining("503").hasMessageContaining("after 6 attempts");
  }

  @Test
  void aHubThatSaysNothingHasFailed() throws IOException {
    for (int i = 0; i < 6; i++) {
      server.trouble("/api/models/org/name/revision/" + COMMIT, (exchange, content) -> sleep(400));
    }
    Hub hub = options().stall(Duration.ofMillis(50)).build();

    assertThatThrownBy(() -> hub.download("org/name", COMMIT))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("nothing came for");
  }

  @Test
  void anInterruptedThreadStopsAtOnce() throws Exception {
    server.trouble("/" + WEIGHTS, (exchange, content) -> sleep(60_000));
    List<Throwable> thrown = new CopyOnWriteArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                download();
              } catch (InterruptedWorkException e) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                thrown.add(e);
              }
            });
    thread.start();
    while (server.requests.stream().noneMatch(request -> request.startsWith("GET storage"))) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    thread.join(10_000);

    assertThat(thrown).singleElement().isInstanceOf(InterruptedWorkException.class);
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void redirectsAreBoundedAndStayOnTheWeb() {
    server.trouble(RESOLVED + "config.json", status(302, "Location", "file:///etc/passwd"));
    requireFailure().hasMessageContaining("over file: refused");

    for (int i = 0; i < 20; i++) {
      server.trouble("/" + WEIGHTS, status(302, "Location", "/" + WEIGHTS));
    }
    requireFailure().hasMessageContaining("redirects more than 5 times");
  }

  @Test
  void someoneElsesDownloadIsNotTouched() throws IOException {
    Path parts = home.resolve("hub/models--org--name/blemore/" + COMMIT);
    Files.createDirectories(parts);
    Path part = parts.resolve("%s.%s.part".formatted(WEIGHTS, Sha256.of(weights)));
    try (FileChannel channel =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      requireFailure().hasMessageContaining("downloaded by someone else");
    }
  }

  @Test
  void progressIsTold() {
    List<String> told = new CopyOnWriteArrayList<>();

    options()
        .listener((file, bytes, total) -> told.add("%s %d/%d".formatted(file, bytes, total)))
        .build()
        .download("org/name", COMMIT);

    assertThat(told).contains("%s %d/%d".formatted(WEIGHTS, weights.length, weights.length));
  }

  @Test
  void theEnvironmentIsHonored() {
    Hub hub =
        Hub.builder()
            .environment(
                Map.of(
                    "HF_ENDPOINT",
                    server.endpoint() + "/",
                    "HF_TOKEN",
                    TOKEN,
                    "HF_HOME",
                    home.toString()))
            .build();

    assertThat(hub.download("org/name", COMMIT)).startsWith(home.resolve("hub"));
    assertThat(server.requests.get(0)).endsWith("token=Bearer " + TOKEN);
    assertThat(Hub.builder().environment(Map.of("HF_HUB_CACHE", "c", "HF_HOME", "h")).build())
        .hasToString("Hub[https://huggingface.co, cache c]");
  }

  @Test
  void namesAreChecked() {
    Hub hub = options().build();

    for (String name : List.of("", "a/b/c", "../x", "a b", "org/..", "https://x/y")) {
      assertThatThrownBy(() -> hub.download(name, "main"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("repository is");
    }
    assertThatThrownBy(() -> hub.download("org/name", "../main"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("revision is");
    assertThatThrownBy(() -> hub.downloadFile("org/name", "main", "/etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("file is");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aTokenGoesNowhereOverHttpButThisMachine() {
    for (String open : List.of("http://hub.example", "http://127.0.0.1.example")) {
      assertThatThrownBy(
              () ->
                  Hub.builder().environment(Map.of("HF_ENDPOINT", open, "HF_TOKEN", TOKEN)).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("over http")
          .matches(e -> !stackTrace(e).contains(TOKEN));
      assertThat(Hub.builder().environment(Map.of("HF_ENDPOINT", open)).build()).isNotNull();
    }
    for (String closed : List.of("https://hub.example", "http://[::1]:80", "http://localhost")) {
      assertThat(
              Hub.builder().environment(Map.of("HF_ENDPOINT", closed, "HF_TOKEN", TOKEN)).build())
          .isNotNull();
    }
  }

  @Test
  void aPasswordInTheEndpointIsNotShown() {
    for (String wrong : List.of("https://user:se cret@host", "https://user:secret@host")) {
      assertThatThrownBy(() -> Hub.builder().environment(Map.of("HF_ENDPOINT", wrong)).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be http(s)://host")
          .matches(e -> !stackTrace(e).contains("cret@"));
    }
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> options().endpoint(URI.create("http://x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("endpoint of the hub is set twice");
    for (String wrong : List.of("ftp://x", "x", "http://user:pass@x")) {
      assertThatThrownBy(() -> Hub.builder().endpoint(URI.create(wrong)).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("pass@");
    }
    assertThatThrownBy(() -> options().maxWait(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> requireFailure() {
    return assertThatThrownBy(this::download).isInstanceOf(ModelException.class);
  }
}
