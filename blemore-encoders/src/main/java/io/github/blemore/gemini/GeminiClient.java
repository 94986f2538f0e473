package io.github.blemore.gemini;

import io.github.blemore.EncoderStoppedException;
import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Embeds by requests: as many at a time, as often and as long as its {@link Limits} allow. Safe to
 * share between threads.
 */
final class GeminiClient {

  private static final Duration UNLIMITED = Duration.ofDays(365);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 5;

  /**
   * What it keeps to.
   *
   * @param deadline of one embedding: all requests and the pauses between them
   * @param requestTimeout of one request
   * @param concurrency how many embeddings are made at a time
   * @param spacing between the beginnings of two requests
   */
  record Limits(Duration deadline, Duration requestTimeout, int concurrency, Duration spacing) {}

  private final Post post;
  private final Answers answers;
  private final Limits limits;
  private final Spending spending;
  private final Timing timing;
  private final Pacing pacing;
  private final Semaphore slots;
  private volatile @Nullable String stopped;

  GeminiClient(Post post, Answers answers, Limits limits, Spending spending, Timing timing) {
    this.post = post;
    this.answers = answers;
    this.limits = limits;
    this.spending = spending;
    this.timing = timing;
    this.pacing = new Pacing(timing, limits.spacing());
    this.slots = new Semaphore(limits.concurrency(), true);
  }

  /**
   * Says why it takes nothing more, if so.
   *
   * @throws EncoderStoppedException if the budget is spent, the key refused, or the service asked
   *     for a longer rest than the deadline
   */
  void requireRunning() {
    String reason = stopped;
    if (reason != null) {
      throw new EncoderStoppedException(reason);
    }
    Duration rest = pacing.restLeft();
    if (rest.compareTo(limits.deadline()) > 0) {
      throw resting(rest);
    }
  }

  /**
   * Embeds one request.
   *
   * @param body as JSON
   * @param usd what sending it costs
   * @param dimension of the vector
   * @return float32 {@code [dimension]}
   * @throws InferenceException if there is no embedding of this clip
   * @throws EncoderStoppedException as {@link #requireRunning}
   * @throws InterruptedWorkException if the thread is interrupted
   */
  float[] embed(byte[] body, double usd, int dimension) {
    try {
      slots.acquire();
      try {
        return new Attempts(body, usd, dimension).run();
      } finally {
        slots.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWorkException(
          "interrupted while waiting for the service: encode the clip again for a result", e);
    } catch (RestingException e) {
      throw e;
    } catch (EncoderStoppedException e) {
      stopped = e.getMessage();
      throw e;
    }
  }

  /** Unlike other reasons to stop, it passes. */
  private static final class RestingException extends EncoderStoppedException {
    private static final long serialVersionUID = 1;

    RestingException(String message) {
      super(message);
    }
  }

  private RestingException resting(Duration rest) {
    return new RestingException(
        "the service asks for a rest of %d s, the deadline is %d s: start again after it, or set a longer deadline"
            .formatted(rest.toSeconds(), limits.deadline().toSeconds()));
  }

  /** The requests for one embedding. Used once. */
  private final class Attempts {

    private final byte[] body;
    private final double usd;
    private final int dimension;
    private long begin;
    private int count;

    Attempts(byte[] body, double usd, int dimension) {
      this.body = body;
      this.usd = usd;
      this.dimension = dimension;
    }

    /** Waiting for the first turn is no fault of the service: the deadline begins with it. */
    float[] run() throws InterruptedException {
      do {
        requireRunning();
        pause(pacing.take(UNLIMITED).orElseThrow());
      } while (isResting());
      begin = timing.nanos();
      while (true) {
        requireRunning();
        spending.reserve(body.length, usd);
        count++;
        try {
          return once();
        } catch (TryAgainException e) {
          if (!e.sent()) {
            spending.giveBack(body.length, usd);
          }
          waitFor(e);
        } catch (UntrustedServiceException e) {
          spending.giveBack(body.length, usd);
          throw e;
        }
      }
    }

    /** Another request may have been told to wait while this one slept until its turn. */
    private boolean isResting() {
      return !pacing.restLeft().isZero();
    }

    private float[] once() throws TryAgainException, InterruptedException {
      Duration timeout =
          left().compareTo(limits.requestTimeout()) < 0 ? left() : limits.requestTimeout();
      Reply reply = post.send(body, timeout);
      answers.requireSuccess(reply, timing.now());
      EmbeddingReply embedding = EmbeddingReply.parse(reply.body());
      spending.report(embedding.promptTokens());
      return embedding.values(dimension);
    }

    private Duration left() {
      return limits.deadline().minusNanos(timing.nanos() - begin);
    }

    private void waitFor(TryAgainException failure) throws InterruptedException {
      Optional<Duration> requested = failure.requestedWait();
      requested.ifPresent(pacing::rest);
      if (requested.isPresent() && requested.get().compareTo(limits.deadline()) > 0) {
        throw resting(requested.get());
      }
      Duration wait = backOff();
      if (requested.isPresent() && requested.get().compareTo(wait) > 0) {
        wait = requested.get();
      }
      if (wait.compareTo(left()) >= 0) {
        throw gaveUp(failure, wait);
      }
      pause(wait);
      do {
        Optional<Duration> turn = pacing.take(left().minusNanos(1));
        if (turn.isEmpty()) {
          throw gaveUp(failure, pacing.restLeft());
        }
        pause(turn.get());
        if (left().isNegative() || left().isZero()) {
          throw gaveUp(failure, Duration.ZERO);
        }
      } while (isResting());
    }

    /** Twice as long after each failure, of which a random half is left out. */
    private Duration backOff() {
      long whole = FIRST_PAUSE.toNanos() << Math.min(count - 1, MAX_DOUBLINGS);
      return Duration.ofNanos((long) (whole * (1 + timing.random()) / 2));
    }

    private void pause(Duration wait) throws InterruptedException {
      if (!wait.isZero()) {
        timing.sleep(wait);
      }
    }

    private InferenceException gaveUp(TryAgainException failure, Duration wait) {
      return new InferenceException(
          String.format(
              Locale.ROOT,
              "%s; gave up after %d %s, as the next would come after %.1f s and %.1f s of the deadline are left: encode the clip again later",
              failure.getMessage(),
              count,
              count == 1 ? "try" : "tries",
              wait.toMillis() / 1000.0,
              Math.max(0, left().toMillis() / 1000.0)),
          failure);
    }
  }
}
