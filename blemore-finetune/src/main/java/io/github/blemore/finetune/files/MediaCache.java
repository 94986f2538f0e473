package io.github.blemore.finetune.files;

import io.github.blemore.BlemoreException;
import io.github.blemore.Clip;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.MediaException;
import io.github.blemore.ModelException;
import io.github.blemore.internal.Workers;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import io.github.blemore.media.Sound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a network sees of many clips, each decoded once: frames as uint8 {@code [frames, height,
 * width, 3]}, sound as mono float32. They lie in one file, which each epoch reads instead of
 * decoding again; the operating system keeps of it in memory what has room.
 *
 * <p>The file holds people's faces and voices. Only this user can read it, on Linux and macOS it
 * has no name once it is open, and it is gone when this is closed or the process ends, however that
 * ends; on Windows it has a name until then. The bytes are not overwritten: choose a folder on a
 * disk you trust.
 *
 * <p>Safe to share between threads.
 */
public final class MediaCache implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MediaCache.class);

  /** Where frames are. */
  @SuppressWarnings("ArrayRecordComponent")
  private record KeptFrames(long position, int width, int height, double[] seconds) {}

  /** Where sound is. */
  private record KeptSound(long position, int sampleRate, int length) {}

  /** What was found in a clip, and why something is missing. */
  private record Kept(
      @Nullable KeptFrames frames, @Nullable KeptSound sound, @Nullable String missing) {}

  private final ScratchFile file;
  private final Map<String, Kept> clips;
  private volatile boolean closed;

  private MediaCache(ScratchFile file, Map<String, Kept> clips) {
    this.file = file;
    this.clips = Map.copyOf(clips);
  }

  /**
   * Decodes clips, each once.
   *
   * @param folder of the file; it needs frames times height times width times 3 bytes for each
   *     clip, and 4 bytes for each sample of sound
   * @param all the clips, each id once
   * @param needs what the network sees of each
   * @param readers gives a reader for each thread; each is closed
   * @param threads that decode, 1 or more
   * @param afterClip called after each clip, on the calling thread
   * @throws IllegalArgumentException if two clips have one id, or there is no thread
   * @throws IOException if the file cannot be made or written, such as for a full disk; the message
   *     names the folder
   * @throws ModelException if nothing can be decoded at all, such as without natives
   * @throws InterruptedWorkException if the thread is interrupted
   */
  public static MediaCache of(
      Path folder,
      List<Clip> all,
      MediaNeeds needs,
      Supplier<MediaReader> readers,
      int threads,
      Runnable afterClip)
      throws IOException {
    return of(new Source(all, needs, readers, threads), folder, 0, afterClip);
  }

  /**
   * Where media come from.
   *
   * @param threads that decode
   */
  record Source(List<Clip> clips, MediaNeeds needs, Supplier<MediaReader> readers, int threads) {
    Source {
      if (threads < 1) {
        throw new IllegalArgumentException("threads is %d: must be 1 or more".formatted(threads));
      }
      Set<String> ids = new HashSet<>();
      for (Clip clip : clips) {
        if (!ids.add(clip.id())) {
          throw new IllegalArgumentException(
              "two clips are called %s: each must have an id of its own".formatted(clip.id()));
        }
      }
    }
  }

  /** With the first byte of the file that is used. */
  static MediaCache of(Source source, Path folder, long start, Runnable afterClip)
      throws IOException {
    ScratchFile file = null;
    boolean isFilled = false;
    try {
      file = ScratchFile.in(folder, start);
      MediaCache cache = new MediaCache(file, new Filling(file, source).run(afterClip));
      LOG.info(
          "decoded {} clips once, {} MB; {} lack something",
          cache.clips.size(),
          file.size() / 1_000_000,
          cache.failed().size());
      isFilled = true;
      return cache;
    } catch (IOException e) {
      throw new IOException(
          "decoded media cannot be kept in %s (%s): name a folder with more room"
              .formatted(folder, e.getMessage()),
          e);
    } finally {
      if (file != null && !isFilled) {
        file.close();
      }
    }
  }

  /** The work of decoding all clips. */
  private record Filling(
      ScratchFile file, Source source, Queue<MediaReader> idle, Map<String, Kept> kept) {

    Filling(ScratchFile file, Source source) {
      this(file, source, new ConcurrentLinkedQueue<>(), new ConcurrentHashMap<>());
    }

    Map<String, Kept> run(Runnable afterClip) throws IOException {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      source.clips().forEach(clip -> tasks.add(() -> keep(clip)));
      try {
        Workers.runAll("clips were decoded", source.threads(), IOException.class, tasks, afterClip);
      } finally {
        idle.forEach(MediaReader::close);
      }
      return kept;
    }

    private boolean keep(Clip clip) throws IOException {
      MediaReader idleOne = idle.poll();
      MediaReader reader = idleOne == null ? source.readers().get() : idleOne;
      try {
        ClipMedia view = reader.read(clip, List.of(source.needs())).get(0);
        view.notes().forEach(note -> LOG.debug("clip {}: {}", clip.id(), note));
        kept.put(clip.id(), keep(view));
      } catch (InterruptedWorkException | ModelException e) {
        throw e;
      } catch (RuntimeException e) {
        kept.put(clip.id(), new Kept(null, null, reason(e)));
      } finally {
        idle.add(reader);
      }
      return true;
    }

    private static String reason(RuntimeException problem) {
      String message = String.valueOf(problem.getMessage());
      return problem instanceof BlemoreException && !message.isBlank()
          ? message
          : problem.toString();
    }

    private Kept keep(ClipMedia view) throws IOException {
      Optional<Frames> frames = view.frames();
      Optional<Sound> sound = view.sound();
      return new Kept(
          frames.isPresent() ? keep(frames.get()) : null,
          sound.isPresent() ? keep(sound.get()) : null,
          view.missingReason().orElse(null));
    }

    private KeptFrames keep(Frames frames) throws IOException {
      double[] seconds = new double[frames.count()];
      ByteBuffer pixels =
          ByteBuffer.allocate(
              Math.multiplyExact(frames.count(), 3 * frames.width() * frames.height()));
      frames.copyTo(pixels);
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = frames.seconds(i);
      }
      long position = file.append(pixels.flip());
      return new KeptFrames(position, frames.width(), frames.height(), seconds);
    }

    private KeptSound keep(Sound sound) throws IOException {
      ByteBuffer bytes = samples(sound.length());
      bytes.asFloatBuffer().put(sound.samples());
      return new KeptSound(file.append(bytes), sound.sampleRate(), sound.length());
    }
  }

  private static ByteBuffer samples(int length) {
    return ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, length))
        .order(ByteOrder.nativeOrder());
  }

  /**
   * The frames of a clip.
   *
   * @return empty if none were needed, or {@link #failed()} says why they are missing
   * @throws IllegalArgumentException if there is no such clip
   * @throws MediaException if they cannot be read back
   * @throws InterruptedWorkException if the thread is interrupted; other threads may go on
   * @throws IllegalStateException after {@link #close}
   */
  public Optional<Frames> frames(String clipId) {
    KeptFrames kept = kept(clipId).frames();
    if (kept == null) {
      return Optional.empty();
    }
    int size = 3 * kept.width() * kept.height();
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < kept.seconds().length; i++) {
      byte[] image = new byte[size];
      read(clipId, ByteBuffer.wrap(image), kept.position() + (long) i * size);
      images.add(image);
    }
    return Optional.of(Frames.of(kept.width(), kept.height(), images, kept.seconds()));
  }

  /**
   * The sound of a clip.
   *
   * @return empty if none was needed, or {@link #failed()} says why it is missing
   * @throws IllegalArgumentException if there is no such clip
   * @throws MediaException if it cannot be read back
   * @throws InterruptedWorkException if the thread is interrupted; other threads may go on
   * @throws IllegalStateException after {@link #close}
   */
  public Optional<Sound> sound(String clipId) {
    KeptSound kept = kept(clipId).sound();
    if (kept == null) {
      return Optional.empty();
    }
    ByteBuffer bytes = samples(kept.length());
    read(clipId, bytes, kept.position());
    float[] samples = new float[kept.length()];
    FloatBuffer floats = bytes.flip().asFloatBuffer();
    floats.get(samples);
    return Optional.of(Sound.of(kept.sampleRate(), samples));
  }

  private Kept kept(String clipId) {
    requireOpen();
    Kept kept = clips.get(clipId);
    if (kept == null) {
      throw new IllegalArgumentException(
          "clip %s is none of the %d that were decoded".formatted(clipId, clips.size()));
    }
    return kept;
  }

  private void read(String clipId, ByteBuffer bytes, long position) {
    try {
      file.read(bytes, position);
    } catch (IOException e) {
      requireOpen();
      throw new MediaException(
          "decoded media of clip %s cannot be read back: %s".formatted(clipId, e.getMessage()), e);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the cache of decoded media is closed: open another");
    }
  }

  /**
   * The clips of which something that was needed is missing, and why: unreadable, no face, no audio
   * stream. What else was needed of such a clip is here all the same.
   */
  public SortedMap<String, String> failed() {
    SortedMap<String, String> failed = new TreeMap<>();
    clips.forEach(
        (id, kept) -> {
          if (kept.missing() != null) {
            failed.put(id, kept.missing());
          }
        });
    return failed;
  }

  /**
   * Deletes the file; a second call does nothing.
   *
   * @throws IOException if it cannot be closed
   */
  @Override
  public void close() throws IOException {
    closed = true;
    file.close();
  }
}
