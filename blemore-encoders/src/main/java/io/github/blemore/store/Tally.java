package io.github.blemore.store;

import io.github.blemore.Clip;
import io.github.blemore.Encoder;
import io.github.blemore.Encoding;
import io.github.blemore.NoEmbedding;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what an extraction does. Safe to share between threads. */
final class Tally {

  private static final double NANOS = 1e9;

  private enum End {
    MADE,
    KEPT,
    FAILED,
    LEFT
  }

  /** What takes an encoder's time; a failure of an earlier run counts too. */
  private static final Set<End> WORK = EnumSet.of(End.MADE, End.FAILED);

  private static final class OfEncoder {

    private final Map<String, End> ends = new HashMap<>();
    private final SortedMap<String, String> missing = new TreeMap<>();
    private final SortedMap<String, String> failed = new TreeMap<>();
    private @Nullable String stopped;
    private long nanos;

    private int count(End wanted) {
      return (int) ends.values().stream().filter(end -> end == wanted).count();
    }
  }

  private final int clips;
  private final Extraction.AfterClip afterClip;
  private final Map<String, OfEncoder> encoders = new LinkedHashMap<>();

  /** Clip id to how many encoders have not answered for it. */
  private final Map<String, Integer> open = new HashMap<>();

  private long decodingNanos;

  Tally(List<Clip> clips, List<Encoder> encoders, Extraction.AfterClip afterClip) {
    this.clips = clips.size();
    this.afterClip = afterClip;
    encoders.forEach(encoder -> this.encoders.put(encoder.info().id(), new OfEncoder()));
    clips.forEach(clip -> open.put(clip.id(), encoders.size()));
  }

  void made(String encoderId, Clip clip, Encoding encoding) {
    Optional<String> missing =
        encoding instanceof NoEmbedding none ? Optional.of(none.reason()) : Optional.empty();
    end(encoderId, clip, End.MADE, missing);
  }

  void kept(String encoderId, Clip clip, Optional<String> missing) {
    end(encoderId, clip, End.KEPT, missing);
  }

  private void end(String encoderId, Clip clip, End end, Optional<String> missing) {
    synchronized (this) {
      missing.ifPresent(reason -> of(encoderId).missing.put(clip.id(), reason));
    }
    end(encoderId, clip, end);
  }

  void failed(String encoderId, Clip clip, String error) {
    synchronized (this) {
      of(encoderId).failed.put(clip.id(), error);
    }
    end(encoderId, clip, End.FAILED);
  }

  /** The encoder stopped before this clip. */
  void left(String encoderId, Clip clip) {
    end(encoderId, clip, End.LEFT);
  }

  private void end(String encoderId, Clip clip, End end) {
    boolean clipEnded;
    boolean worked;
    synchronized (this) {
      of(encoderId).ends.put(clip.id(), end);
      clipEnded = open.merge(clip.id(), -1, Integer::sum) == 0;
      worked =
          encoders.values().stream()
              .anyMatch(one -> WORK.contains(one.ends.getOrDefault(clip.id(), End.KEPT)));
    }
    if (clipEnded) {
      afterClip.ended(clip, worked);
    }
  }

  synchronized void stopped(String encoderId, String reason) {
    of(encoderId).stopped = reason;
  }

  synchronized boolean isStopped(String encoderId) {
    return of(encoderId).stopped != null;
  }

  synchronized void encoded(String encoderId, long nanos) {
    of(encoderId).nanos += nanos;
  }

  synchronized void decoded(long nanos) {
    decodingNanos += nanos;
  }

  private OfEncoder of(String encoderId) {
    return Objects.requireNonNull(encoders.get(encoderId));
  }

  synchronized ExtractionSummary summary(long nanos) {
    List<ExtractionSummary.OfEncoder> all = new ArrayList<>();
    encoders.forEach(
        (id, one) ->
            all.add(
                new ExtractionSummary.OfEncoder(
                    id,
                    one.count(End.MADE),
                    one.count(End.KEPT),
                    new TreeMap<>(one.missing),
                    new TreeMap<>(one.failed),
                    one.count(End.LEFT),
                    Optional.ofNullable(one.stopped),
                    one.nanos / NANOS)));
    return new ExtractionSummary(clips, all, nanos / NANOS, decodingNanos / NANOS);
  }
}
