package io.github.blemore;

import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import io.github.blemore.media.MediaSpan;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A clip in, a blend out: reads the clip once for all encoders, lets each head vote, fuses the
 * votes and decides (the system of arXiv:2603.23650).
 *
 * <p>Safe to share between threads. Owns the encoders added to it: {@link #close} closes them.
 */
public final class BlendRecognizer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BlendRecognizer.class);

  private record Voter(Encoder encoder, @Nullable ProbabilityHead head) {

    String id() {
      return encoder.info().id();
    }
  }

  /** A clip that is being read. */
  private record Pending(Clip clip, Future<List<ClipMedia>> views) {

    List<ClipMedia> await() {
      try {
        return views.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedWorkException("interrupted while clip " + clip.id() + " was read", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        if (e.getCause() instanceof RuntimeException exception) {
          throw exception;
        }
        throw new IllegalStateException("reading threw a checked exception", e);
      }
    }
  }

  private final List<Voter> voters;
  private final List<MediaNeeds> needs;
  private final LateFusion fusion;
  private final DecisionRule decision;
  private final @Nullable ConfidenceRule confidence;
  private final MediaReader media;
  private final boolean ownsMedia;
  private final Provenance provenance;

  /** Held for reading by work on a clip, for writing by {@link #close}. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private volatile boolean closed;

  private BlendRecognizer(Builder parts, LateFusion fusion, DecisionRule decision) {
    this.voters = List.copyOf(parts.voters);
    this.needs = voters.stream().map(voter -> voter.encoder().info().needs()).toList();
    this.fusion = fusion;
    this.decision = decision;
    this.confidence = parts.confidence;
    this.media = parts.media == null ? MediaReader.open() : parts.media;
    this.ownsMedia = parts.media == null;
    Map<String, String> heads = new LinkedHashMap<>();
    for (Voter voter : voters) {
      if (voter.head() != null) {
        heads.put(voter.id(), voter.head().toString());
      }
    }
    Provenance decided =
        new Provenance(
            voters.stream().map(voter -> voter.encoder().info()).toList(), heads, fusion, decision);
    this.provenance = confidence == null ? decided : decided.withConfidence(confidence);
    LOG.debug("recognizer made of {}", provenance);
  }

  /** Starts a recognizer. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Recognizes one clip.
   *
   * @throws MediaException if the file cannot be read
   * @throws NoVoteException if no encoder could say anything about it
   * @throws InferenceException if a model fails
   * @throws InterruptedWorkException if the thread is interrupted
   * @throws IllegalStateException after close
   */
  public Recognition recognize(Clip clip) {
    return recognize(clip, read(clip));
  }

  /**
   * Recognizes several clips; the next one is read while one is encoded. A clip that fails does not
   * stop the others: its outcome says why.
   *
   * @return one outcome for each clip, in order
   * @throws InterruptedWorkException if the thread is interrupted
   * @throws IllegalStateException after close
   */
  public List<Outcome> recognizeAll(List<Clip> clips) {
    List<Outcome> outcomes = new ArrayList<>(clips.size());
    recognizeAll(clips, outcomes::add);
    return List.copyOf(outcomes);
  }

  /**
   * The same, each outcome told as soon as it is there, in order, in the calling thread: what is
   * told is not lost if the work is stopped.
   *
   * @throws InterruptedWorkException if the thread is interrupted
   * @throws IllegalStateException after close
   */
  public void recognizeAll(Iterable<Clip> clips, Consumer<? super Outcome> sink) {
    ExecutorService reading =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "blemore-read-ahead");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Iterator<Clip> remaining = clips.iterator();
      Pending next = readAhead(reading, remaining);
      while (next != null) {
        Pending current = next;
        next = readAhead(reading, remaining);
        sink.accept(outcome(current));
      }
    } finally {
      reading.shutdownNow();
    }
  }

  private @Nullable Pending readAhead(ExecutorService reading, Iterator<Clip> remaining) {
    if (!remaining.hasNext()) {
      return null;
    }
    Clip clip = remaining.next();
    return new Pending(clip, reading.submit(() -> read(clip)));
  }

  private Outcome outcome(Pending pending) {
    try {
      return recognize(pending.clip(), pending.await());
    } catch (InterruptedWorkException e) {
      throw e;
    } catch (BlemoreException e) {
      return new Outcome.Failure(pending.clip(), e);
    } catch (RuntimeException e) {
      if (closed) {
        throw e;
      }
      return new Outcome.Failure(
          pending.clip(), new InferenceException("unexpected failure: " + e, e));
    }
  }

  private List<ClipMedia> read(Clip clip) {
    return whileOpen(() -> media.read(clip, needs));
  }

  private Recognition recognize(Clip clip, List<ClipMedia> views) {
    return whileOpen(() -> fuse(clip, views));
  }

  private <T> T whileOpen(Supplier<T> work) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("recognizer is closed");
      }
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private Recognition fuse(Clip clip, List<ClipMedia> views) {
    List<Vote> votes = new ArrayList<>(voters.size());
    List<Vote> fusible = new ArrayList<>(voters.size());
    Set<String> notes = new LinkedHashSet<>();
    MediaSpan span = views.get(0).span();
    for (int i = 0; i < voters.size(); i++) {
      ClipMedia view = views.get(i);
      notes.addAll(view.notes());
      Vote vote = vote(voters.get(i), view, notes);
      votes.add(vote);
      if (voters.get(i).head() != null) {
        fusible.add(vote);
      }
      span = span.union(view.span());
    }
    if (fusible.stream().allMatch(vote -> vote.distribution().isEmpty())) {
      throw new NoVoteException(votes);
    }
    Fused fused = withAllWeights(fusion.fuse(fusible));
    Recognition.Evidence evidence =
        new Recognition.Evidence(clip, fused, votes, span, List.copyOf(notes));
    return new Recognition(evidence, decision, confidence, provenance);
  }

  private static Vote vote(Voter voter, ClipMedia view, Set<String> notes) {
    ProbabilityHead head = voter.head();
    if (head == null) {
      return Vote.missing(
          voter.id(), view.missingReason().orElse("no head: its vote waits for a fitted one"));
    }
    Encoding encoding = voter.encoder().encode(List.of(view)).get(0);
    if (encoding instanceof Embedding embedding) {
      notes.addAll(embedding.notes());
      if (voter.encoder().info().hasMadeUpWeights()) {
        notes.add(voter.id() + " runs on made-up weights: its vote means nothing");
      }
      return Vote.cast(embedding, head.predict(List.of(embedding)).get(0));
    }
    return Vote.missing(voter.id(), ((NoEmbedding) encoding).reason());
  }

  private Fused withAllWeights(Fused fused) {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (Voter voter : voters) {
      weights.put(voter.id(), fused.weights().getOrDefault(voter.id(), 0.0));
    }
    return new Fused(fused.distribution(), weights);
  }

  /** What encoders take part, in the order added. */
  public List<EncoderInfo> encoders() {
    return provenance.encoders();
  }

  /** Where the results of this recognizer come from. */
  public Provenance provenance() {
    return provenance;
  }

  /**
   * Waits for the clip that is being worked on, then closes the encoders, and the media reader
   * unless one was passed in; a second call does nothing.
   */
  @Override
  public void close() {
    closed = true;
    lock.writeLock().lock();
    try {
      List<AutoCloseable> owned = new ArrayList<>();
      voters.forEach(voter -> owned.add(voter.encoder()));
      if (ownsMedia) {
        owned.add(media);
      }
      closeAll(owned);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Closes all of them, whatever one of them throws. */
  private static void closeAll(List<AutoCloseable> owned) {
    BlemoreException failure = null;
    for (AutoCloseable one : owned) {
      try {
        one.close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new BlemoreException("closing failed: " + e.getMessage(), e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Collects the parts; an option set twice is refused. Owns the encoders handed to it: if {@code
   * add} or {@link #build} fails, it closes them all. Not safe for several threads.
   */
  public static final class Builder {

    private final List<Voter> voters = new ArrayList<>();
    private @Nullable LateFusion fusion;
    private @Nullable DecisionRule decision;
    private @Nullable ConfidenceRule confidence;
    private @Nullable MediaReader media;

    private Builder() {}

    /**
     * An encoder and the head that votes on its embeddings.
     *
     * @throws IllegalArgumentException if an encoder of this id was added before, or the head is
     *     for another encoder or another dimension
     */
    public Builder add(Encoder encoder, ProbabilityHead head) {
      return add(new Voter(encoder, head));
    }

    /**
     * An encoder for which no head was fitted yet: its vote is always missing, with that reason, or
     * with that of the clip, if it lacks what the encoder needs.
     *
     * @throws IllegalArgumentException if an encoder of this id was added before
     */
    public Builder add(Encoder encoder) {
      return add(new Voter(encoder, null));
    }

    private Builder add(Voter voter) {
      boolean known = voters.stream().anyMatch(other -> other.id().equals(voter.id()));
      voters.add(voter);
      if (known) {
        throw failed(
            new IllegalArgumentException("encoder id %s is added twice".formatted(voter.id())));
      }
      ProbabilityHead head = voter.head();
      EncoderInfo info = voter.encoder().info();
      if (head != null && !head.encoderId().equals(info.id())) {
        throw failed(
            new IllegalArgumentException(
                "head is for encoder %s: cannot vote on embeddings of %s"
                    .formatted(head.encoderId(), info.id())));
      }
      if (head != null && head.dimension() != info.dimension()) {
        throw failed(
            new IllegalArgumentException(
                "head takes %d values: embeddings of %s have %d"
                    .formatted(head.dimension(), info.id(), info.dimension())));
      }
      return this;
    }

    private <E extends Exception> E failed(E failure) {
      try {
        closeAll(voters.stream().<AutoCloseable>map(Voter::encoder).toList());
      } catch (BlemoreException e) {
        failure.addSuppressed(e);
      }
      return failure;
    }

    /** How the votes become one; needed as soon as two encoders vote. */
    public Builder fusion(LateFusion value) {
      requireUnset("fusion", fusion);
      this.fusion = value;
      return this;
    }

    /** How the fused distribution becomes a blend; required. */
    public Builder decision(DecisionRule value) {
      requireUnset("decision", decision);
      this.decision = value;
      return this;
    }

    /** How far the decided blend can be trusted; by default nothing is said about that. */
    public Builder confidence(ConfidenceRule value) {
      requireUnset("confidence", confidence);
      this.confidence = value;
      return this;
    }

    /** What reads the clips; default: {@link MediaReader#open}. It stays the caller's to close. */
    public Builder media(MediaReader value) {
      requireUnset("media", media);
      this.media = value;
      return this;
    }

    private static void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException("%s is set twice: %s".formatted(option, value));
      }
    }

    /**
     * The recognizer.
     *
     * @throws IllegalArgumentException if no encoder has a head, there is no decision rule, the
     *     fusion is needed and not there, does not know an encoder that votes or gives weight to
     *     none
     * @throws ModelException if no media reader is on the class path
     */
    public BlendRecognizer build() {
      try {
        return new BlendRecognizer(this, checkedFusion(), checkedDecision());
      } catch (RuntimeException e) {
        throw failed(e);
      }
    }

    private LateFusion checkedFusion() {
      List<Vote> uniform = new ArrayList<>();
      for (Voter voter : voters) {
        if (voter.head() != null) {
          double p = 1.0 / Emotion.COUNT;
          uniform.add(Vote.cast(voter.id(), EmotionDistribution.of(p, p, p, p, p, p)));
        }
      }
      if (uniform.isEmpty()) {
        throw new IllegalArgumentException(
            "no encoder with a head: add at least one by add(encoder, head)");
      }
      if (uniform.size() > 1 && fusion == null) {
        throw new IllegalArgumentException(
            "%d encoders vote and there is no fusion: set one by fusion(...)"
                .formatted(uniform.size()));
      }
      LateFusion chosen = fusion == null ? new OnlyVote() : fusion;
      try {
        chosen.fuse(uniform);
      } catch (NoVoteException e) {
        throw new IllegalArgumentException(
            "fusion %s gives no weight to any encoder that votes".formatted(chosen), e);
      }
      return chosen;
    }

    private DecisionRule checkedDecision() {
      if (decision == null) {
        throw new IllegalArgumentException("there is no decision rule: set one by decision(...)");
      }
      return decision;
    }
  }
}
