package io.github.blemore.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Clip;
import io.github.blemore.gemini.GeminiStandIn.Fault;
import io.github.blemore.libav.ClipCut;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.Extraction;
import io.github.blemore.store.ExtractionSummary;
import io.github.blemore.store.StoreContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of clips, a service with all its faults, and a budget too small for them. */
class GeminiExtractionTest {

  private static final int CLIPS = 200;
  private static final double PRICE = 0.01;
  private static final double SMALL_BUDGET = 2.30;
  private static final Duration SLOWNESS = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  @TempDir private Path folder;

  private List<Clip> clips() throws IOException {
    List<Clip> clips = new ArrayList<>();
    for (int i = 0; i < CLIPS; i++) {
      Path file = folder.resolve("clip%03d.mp4".formatted(i));
      clips.add(Clip.of(Files.writeString(file, "bytes of clip " + i)));
    }
    return clips;
  }

  /** What is sent for a clip is one of five cuts: making 200 would take long. */
  private static ClipCut cut(Path path) {
    return Cuts.of(Path.of("cut" + Math.floorMod(path.getFileName().hashCode(), 5)));
  }

  private static GeminiStandIn standIn(List<Fault> faults) throws IOException {
    return GeminiStandIn.builder()
        .slowness(SLOWNESS)
        .retryAfter(Duration.ofSeconds(1))
        .faults(faults)
        .start();
  }

  /** Each of its requests costs {@link #PRICE}, as the cuts are shorter than a second. */
  private static GeminiEncoder.Builder encoder(GeminiStandIn standIn, double budget) {
    return GeminiEncoder.builder()
        .standIn(standIn)
        .dimension(128)
        .cutter(GeminiExtractionTest::cut)
        .timing(new FakeTiming())
        .deadline(Duration.ofHours(2))
        .prices(new GeminiPrices(PRICE, 0))
        .budget(budget);
  }

  private static ExtractionSummary.OfEncoder run(Extraction.Builder extraction, List<Clip> clips)
      throws IOException {
    return extraction.build().run(clips, (clip, worked) -> {}).encoders().get(0);
  }

  private static StoreContents.OfForm contents(EmbeddingStore store) {
    List<StoreContents.OfForm> forms = StoreContents.of(store);
    assertThat(forms).hasSize(1);
    return forms.get(0);
  }

  private static List<String> found(EmbeddingStore store, List<Clip> clips) {
    return clips.stream()
        .map(Clip::id)
        .filter(id -> store.find(GeminiEncoder.ID, id).isPresent())
        .toList();
  }

  @Test
  void everyClipHasOneRowOrOneFailureOrIsLeftWhateverTheServiceDoes() throws IOException {
    List<Clip> clips = clips();
    warmUp();
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("store.sqlite"))) {
      int rows = runWithEveryFault(store, clips);
      runWithARefusedKey(store, clips, rows);
      runWithoutFaults(store, clips, rows);
    }
  }

  /** The first request of a process takes long, and is no slow service. */
  private static void warmUp() throws IOException {
    try (GeminiStandIn standIn = standIn(List.of());
        GeminiEncoder encoder = encoder(standIn, 1).build()) {
      for (int i = 0; i < 5; i++) {
        encoder.encode(Cuts.clip("cut" + i));
      }
    }
  }

  /** Of nine kinds, 162 faults: with the clips that are left after them, 290 requests or more. */
  private static int runWithEveryFault(EmbeddingStore store, List<Clip> clips) throws IOException {
    List<Fault> faults = FaultPairs.of(EnumSet.complementOf(EnumSet.of(Fault.FORBIDDEN)));
    try (GeminiStandIn standIn = standIn(faults);
        GeminiEncoder encoder = encoder(standIn, SMALL_BUDGET).requestTimeout(TIMEOUT).build()) {
      ExtractionSummary.OfEncoder did = run(Extraction.builder(store, List.of(encoder)), clips);

      StoreContents.OfForm kept = contents(store);
      List<String> found = found(store, clips);
      assertThat(did.stopped().orElseThrow()).contains("the budget of this run, 2.3000 USD");
      assertThat(did.made()).isPositive().isEqualTo(kept.embeddings());
      assertThat(did.failed()).isNotEmpty().isEqualTo(kept.failures());
      assertThat(did.left()).isPositive();
      assertThat(kept.embeddings() + kept.failures().size() + did.left()).isEqualTo(CLIPS);
      assertThat(found)
          .hasSize(kept.embeddings())
          .doesNotContainAnyElementsOf(did.failed().keySet());
      assertThat(standIn.requests()).isGreaterThan(faults.size());
      assertThat(standIn.requests() * PRICE).isLessThanOrEqualTo(SMALL_BUDGET + 1e-9);
      assertThat(encoder.spending().estimatedUsd()).isLessThanOrEqualTo(SMALL_BUDGET + 1e-9);
      return kept.embeddings();
    }
  }

  private static void runWithARefusedKey(EmbeddingStore store, List<Clip> clips, int rows)
      throws IOException {
    StoreContents.OfForm before = contents(store);
    try (GeminiStandIn standIn = standIn(Collections.nCopies(8, Fault.FORBIDDEN));
        GeminiEncoder encoder = encoder(standIn, SMALL_BUDGET).build()) {
      ExtractionSummary.OfEncoder did = run(Extraction.builder(store, List.of(encoder)), clips);

      assertThat(did.stopped().orElseThrow()).contains("refuses the API key");
      assertThat(did.made()).isZero();
      assertThat(did.kept()).isEqualTo(rows);
      assertThat(did.kept() + did.failed().size() + did.left()).isEqualTo(CLIPS);
      assertThat(contents(store)).isEqualTo(before);
    }
  }

  private static void runWithoutFaults(EmbeddingStore store, List<Clip> clips, int rows)
      throws IOException {
    try (GeminiStandIn standIn = standIn(List.of());
        GeminiEncoder encoder = encoder(standIn, 100).build()) {
      ExtractionSummary.OfEncoder did =
          run(Extraction.builder(store, List.of(encoder)).retryFailed(), clips);

      assertThat(did.stopped()).isEmpty();
      assertThat(did.made()).isEqualTo(CLIPS - rows);
      assertThat(did.kept()).isEqualTo(rows);
      assertThat(contents(store).embeddings()).isEqualTo(CLIPS);
      assertThat(contents(store).failures()).isEmpty();
      assertThat(found(store, clips)).hasSize(CLIPS);
      assertThat(standIn.requests()).isEqualTo(CLIPS - rows);
    }
  }
}
