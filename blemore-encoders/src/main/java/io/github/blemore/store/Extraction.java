package io.github.blemore.store;

import io.github.blemore.Clip;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.internal.Workers;
import io.github.blemore.media.MediaReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the embeddings that a store lacks. A clip is decoded once for all encoders that lack it;
 * while some are decoded, others are encoded and others written. Only a few clips are in memory at
 * a time. A clip that fails is recorded with its error, and does not stop the others. Whatever was
 * written stays, whenever the work stops, and is not made again. The store is told the license of
 * each encoder's weights.
 *
 * <p>An encoder that sends clips away ({@link io.github.blemore.EncoderInfo#recipient}) and cuts
 * them itself works beside the others, on several clips at a time; how many requests run at once is
 * its own choice.
 *
 * <p>Two processes may fill one store at the same time: each makes what the other does not. The
 * encoders and the store stay the caller's to close. Safe to share between threads.
 */
public final class Extraction {

  private static final int CLIPS_ON_THEIR_WAY = 8;

  private final EmbeddingStore store;
  private final List<Encoder> encoders;
  private final Supplier<MediaReader> readers;
  private final int threads;
  private final boolean retryFailed;

  /** Told when all encoders have answered for a clip. */
  @FunctionalInterface
  public interface AfterClip {

    /**
     * A clip has ended.
     *
     * @param worked whether an encoder made something of it in this run or failed, not only found
     *     what was there
     */
    void ended(Clip clip, boolean worked);
  }

  private Extraction(Builder builder) {
    this.store = builder.store;
    this.encoders = builder.encoders;
    this.readers = builder.readers;
    this.threads = builder.threads;
    this.retryFailed = builder.retryFailed;
  }

  /**
   * Starts an extraction.
   *
   * @throws IllegalArgumentException if there is no encoder, or two have one id
   */
  public static Builder builder(EmbeddingStore store, List<Encoder> encoders) {
    Set<String> ids = new HashSet<>();
    for (Encoder encoder : encoders) {
      if (!ids.add(encoder.info().id())) {
        throw new IllegalArgumentException(
            "encoder id %s stands twice".formatted(encoder.info().id()));
      }
    }
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("no encoder: must be at least one");
    }
    return new Builder(store, List.copyOf(encoders));
  }

  /**
   * Encodes what is missing.
   *
   * @param clips with different ids
   * @param afterClip told after each clip, by several threads
   * @throws IllegalArgumentException if two clips have one id
   * @throws IOException if the store cannot be written; what was written stays
   * @throws io.github.blemore.InterruptedWorkException if the thread is interrupted; what was
   *     encoded is written before
   */
  public ExtractionSummary run(List<Clip> clips, AfterClip afterClip) throws IOException {
    requireDifferentIds(clips);
    long start = System.nanoTime();
    for (Encoder encoder : encoders) {
      store.describe(EncoderOrigin.of(encoder.info()));
    }
    Tally tally = new Tally(clips, encoders, afterClip);
    StoreWriter writer = new StoreWriter(store);
    List<Lane> lanes = lanes(new Work(store, writer, tally, new ClipHashes(), retryFailed), clips);
    List<Callable<Void>> tasks = new ArrayList<>();
    lanes.forEach(lane -> tasks.addAll(lane.tasks()));
    try (writer) {
      Workers.runAll("clips were encoded", tasks.size(), IOException.class, tasks);
      writer.finish();
    } catch (IOException | RuntimeException | Error e) {
      writer.close();
      giveBack(lanes, e);
      throw e;
    }
    return tally.summary(System.nanoTime() - start);
  }

  /** What was claimed and not written is anybody's again. */
  private void giveBack(List<Lane> lanes, Throwable failure) {
    for (Lane lane : lanes) {
      try {
        store.releaseAll(lane.claims());
      } catch (IOException | RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** One for all encoders that work here, one for each that only sends clips away. */
  private List<Lane> lanes(Work work, List<Clip> clips) {
    List<Encoder> here = new ArrayList<>();
    List<Lane> lanes = new ArrayList<>();
    for (Encoder encoder : encoders) {
      if (encoder.info().recipient().isPresent() && encoder.info().needs().isNone()) {
        lanes.add(new Lane(work, clips, List.of(encoder), readers, 1, CLIPS_ON_THEIR_WAY));
      } else {
        here.add(encoder);
      }
    }
    if (!here.isEmpty()) {
      lanes.add(new Lane(work, clips, here, readers, threads, threads));
    }
    return lanes;
  }

  private static void requireDifferentIds(List<Clip> clips) {
    Set<String> ids = new HashSet<>();
    for (Clip clip : clips) {
      if (!ids.add(clip.id())) {
        throw new IllegalArgumentException("clip %s stands twice".formatted(clip.id()));
      }
    }
  }

  /** What the threads of an extraction share. */
  record Work(
      EmbeddingStore store,
      StoreWriter writer,
      Tally tally,
      ClipHashes hashes,
      boolean retryFailed) {}

  /** Options of an extraction; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private final EmbeddingStore store;
    private final List<Encoder> encoders;
    private Supplier<MediaReader> readers = MediaReader::open;
    private int threads = Runtime.getRuntime().availableProcessors();
    private @Nullable Integer givenThreads;
    private boolean retryFailed;

    private Builder(EmbeddingStore store, List<Encoder> encoders) {
      this.store = store;
      this.encoders = encoders;
    }

    /**
     * How many clips are encoded at a time, while as many are decoded; default one per core.
     *
     * @param count 1..1024
     */
    public Builder threads(int count) {
      requireUnset("threads", givenThreads);
      if (count < 1 || count > 1024) {
        throw new IllegalArgumentException("threads is %d: must be 1..1024".formatted(count));
      }
      this.givenThreads = count;
      this.threads = count;
      return this;
    }

    /** Tries clips again whose last try failed; default: only if their bytes changed. */
    public Builder retryFailed() {
      requireUnset("retryFailed", retryFailed ? true : null);
      this.retryFailed = true;
      return this;
    }

    /** Where the threads that decode get a media reader each, which they close. */
    Builder readers(Supplier<MediaReader> open) {
      this.readers = open;
      return this;
    }

    private static void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException(
            "%s of the extraction is set twice: %s".formatted(option, value));
      }
    }

    /** The extraction. */
    public Extraction build() {
      return new Extraction(this);
    }
  }
}
