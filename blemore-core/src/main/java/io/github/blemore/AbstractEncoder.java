package io.github.blemore;

import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What every encoder does alike: checks the batch against the needs, answers for the missing,
 * refuses to work after close, and lets running calls end before it frees anything.
 *
 * <p>Safe to share between threads if {@link #encodePresent} is.
 */
public abstract class AbstractEncoder implements Encoder {

  private final EncoderInfo info;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /** For an encoder that is and needs this. */
  protected AbstractEncoder(EncoderInfo info) {
    this.info = info;
  }

  /**
   * Encodes views that have all that is needed.
   *
   * @param batch at least one view, each with frames and sound of the sizes and rates asked for
   * @return one result for each, in order
   */
  protected abstract List<Encoding> encodePresent(List<ClipMedia> batch);

  /** Frees what the encoder holds; called once, when no call is running. */
  protected abstract void release();

  @Override
  public final EncoderInfo info() {
    return info;
  }

  @Override
  public final List<Encoding> encode(List<ClipMedia> batch) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("encoder " + info.id() + " is closed");
      }
      return encodeOpen(batch);
    } finally {
      lock.readLock().unlock();
    }
  }

  private List<Encoding> encodeOpen(List<ClipMedia> batch) {
    List<ClipMedia> present = new ArrayList<>(batch.size());
    for (ClipMedia media : batch) {
      if (media.missingReason().isEmpty()) {
        requireNeeds(media);
        present.add(media);
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedWorkException("interrupted before encoder " + info.id() + " began");
    }
    List<Encoding> encoded = present.isEmpty() ? List.of() : encodePresent(present);
    if (encoded.size() != present.size()) {
      throw new InferenceException(
          "encoder %s gave %d results for %d clips"
              .formatted(info.id(), encoded.size(), present.size()));
    }
    List<Encoding> all = new ArrayList<>(batch.size());
    int next = 0;
    for (ClipMedia media : batch) {
      if (media.missingReason().isPresent()) {
        all.add(new NoEmbedding(info.id(), media.missingReason().get()));
      } else {
        all.add(encoded.get(next++));
      }
    }
    return List.copyOf(all);
  }

  private void requireNeeds(ClipMedia media) {
    info.needs().frames().ifPresent(needs -> requireFrames(media, needs));
    info.needs().sound().ifPresent(needs -> requireSound(media, needs));
  }

  private void requireFrames(ClipMedia media, FrameNeeds needs) {
    Frames frames =
        media.frames().orElseThrow(() -> lacking(media, "frames", needs.fit() + ", none given"));
    if (!needs.fit().allows(frames.width(), frames.height())) {
      throw lacking(
          media,
          "frames",
          "%s, given %d x %d".formatted(size(needs.fit()), frames.width(), frames.height()));
    }
    if (frames.count() > needs.sampling().count()) {
      throw lacking(
          media,
          "frames",
          "at most %d, given %d".formatted(needs.sampling().count(), frames.count()));
    }
  }

  private static String size(ImageFit fit) {
    return fit instanceof ImageFit.KeepAspect cells
        ? "at most %d cells of %d x %d pixels"
            .formatted(cells.maxCells(), cells.cell(), cells.cell())
        : "%d x %d pixels".formatted(fit.width(), fit.height());
  }

  private void requireSound(ClipMedia media, SoundNeeds needs) {
    Sound sound =
        media
            .sound()
            .orElseThrow(() -> lacking(media, "sound", needs.sampleRate() + " Hz, none given"));
    if (sound.sampleRate() != needs.sampleRate()) {
      throw lacking(
          media, "sound", "%d Hz, given %d Hz".formatted(needs.sampleRate(), sound.sampleRate()));
    }
    double most = Math.ceil(needs.maxSeconds() * needs.sampleRate());
    if (sound.length() > most) {
      throw new IllegalArgumentException(
          "sound of clip %s has %d samples: must be at most %.0f, as encoder %s needs"
              .formatted(media.clip().id(), sound.length(), most, info.id()));
    }
    FloatBuffer samples = sound.samples();
    for (int i = 0; i < sound.length(); i++) {
      if (!Float.isFinite(samples.get(i))) {
        throw new IllegalArgumentException(
            "sample %d of the sound of clip %s is %s: must be finite"
                .formatted(i, media.clip().id(), samples.get(i)));
      }
    }
  }

  private IllegalArgumentException lacking(ClipMedia media, String what, String detail) {
    return new IllegalArgumentException(
        "media of clip %s do not fit encoder %s: needs %s of %s"
            .formatted(media.clip().id(), info.id(), what, detail));
  }

  @Override
  public final void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        release();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
