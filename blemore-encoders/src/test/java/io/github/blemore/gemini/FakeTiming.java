package io.github.blemore.gemini;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A clock that goes on only when somebody sleeps; remembers how long. */
final class FakeTiming implements Timing {

  static final Instant BEGIN = Instant.parse("2026-11-22T12:00:00Z");

  private final Random random = new Random(1);
  private final List<Duration> sleeps = new ArrayList<>();
  private long nanos;

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Instant now() {
    return BEGIN.plusNanos(nanos);
  }

  @Override
  public synchronized void sleep(Duration wait) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("asleep");
    }
    sleeps.add(wait);
    nanos += wait.toNanos();
  }

  @Override
  public synchronized double random() {
    return random.nextDouble();
  }

  synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  synchronized Duration elapsed() {
    return Duration.ofNanos(nanos);
  }
}
