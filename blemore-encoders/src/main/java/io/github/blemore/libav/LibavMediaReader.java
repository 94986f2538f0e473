package io.github.blemore.libav;

import io.github.blemore.Clip;
import io.github.blemore.face.FaceDetector;
import io.github.blemore.face.HaarFaceDetector;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads whatever libav (FFmpeg's libraries) decodes: .mov, .mp4, .mkv, .webm, .avi, .wav and more.
 *
 * <p>Of each read:
 *
 * <ul>
 *   <li>The file is decoded once and in order, until all needs are met; only chosen frames are
 *       converted. Memory does not grow with the clip's length, but frames of face needs wait for
 *       the end as decoded (3 MB each at 1080p): more than 1 GiB of them make the faces missing.
 *   <li>Pictures are turned as the file's display matrix says, and converted with the matrix and
 *       range the frame names; BT.601 and limited range where it names none. Pixels are taken as
 *       square and progressive.
 *   <li>How long the picture is: as its stream says, or else the file, or else the times of its
 *       packets, for which the file is looked through once more. If those have none, frames are
 *       taken as equally spaced (25 a second if the file says no rate), with a note. Where the
 *       picture ends before that, there are as many frames as there are, and a note.
 *   <li>Sound is the mean of the channels, from the stream's first sample on, without its gaps:
 *       where it begins later than the picture, no silence is put in.
 *   <li>What is damaged is counted in the notes. If sound or picture cannot be decoded, the other
 *       still is. If the face detector fails, faces are missing and all else is there.
 * </ul>
 *
 * <p>Needs natives on the class path: {@code org.bytedeco:ffmpeg} and {@code org.bytedeco:javacpp}
 * with the platform's classifier; for faces see {@link HaarFaceDetector}. They are loaded by the
 * first read.
 *
 * <p>Safe to share between threads.
 */
public final class LibavMediaReader implements MediaReader {

  private final @Nullable FaceDetector given;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private @Nullable FaceDetector own;
  private boolean closed;

  /** With the defaults of {@link Builder}. */
  public LibavMediaReader() {
    this(new Builder());
  }

  private LibavMediaReader(Builder builder) {
    this.given = builder.faceDetector;
  }

  /** Starts a reader with other options. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.github.blemore.ModelException if the natives are not on the class path; says which
   *     artifacts to add. With face needs also what the face detector throws of this kind: a broken
   *     installation ends the read, though the sound may be fine
   * @throws IllegalStateException also if the face detector interrupts the thread it runs on
   * @throws IllegalArgumentException if the list of needs is empty
   */
  @Override
  public List<ClipMedia> read(Clip clip, List<MediaNeeds> needs) {
    if (needs.isEmpty()) {
      throw new IllegalArgumentException(
          "media needs of clip %s are an empty list: must be one or more".formatted(clip.id()));
    }
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("media reader is closed");
      }
      Interruption.check();
      if (needs.stream().allMatch(MediaNeeds::isNone)) {
        return needs.stream().map(need -> ClipMedia.ofNothing(clip)).toList();
      }
      Natives.load();
      try (ClipReading reading = new ClipReading(clip, List.copyOf(needs), this::faceDetector)) {
        return reading.read();
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  private FaceDetector faceDetector() {
    return given == null ? ownFaceDetector() : given;
  }

  private synchronized FaceDetector ownFaceDetector() {
    if (own == null) {
      own = HaarFaceDetector.load();
    }
    return own;
  }

  /** Waits for running reads, then frees the face detector unless it was given to the builder. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      closeOwn();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private synchronized void closeOwn() {
    if (own != null) {
      own.close();
      own = null;
    }
  }

  /** Options of a {@link LibavMediaReader}; one set twice is refused. Not safe for threads. */
  public static final class Builder {

    private @Nullable FaceDetector faceDetector;

    private Builder() {}

    /**
     * What finds faces; default a {@link HaarFaceDetector}, loaded when first needed.
     *
     * @param detector stays the caller's, to be closed after the reader
     * @throws IllegalArgumentException if set before
     */
    public Builder faceDetector(FaceDetector detector) {
      if (faceDetector != null) {
        throw new IllegalArgumentException("faceDetector of the media reader is set twice");
      }
      this.faceDetector = detector;
      return this;
    }

    /** The reader. */
    public LibavMediaReader build() {
      return new LibavMediaReader(this);
    }
  }
}
