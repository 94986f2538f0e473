package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.github.blemore.MediaException;
import io.github.blemore.face.FaceDetector;
import io.github.blemore.libav.FrameWork.FaceResult;
import io.github.blemore.libav.StreamDecoder.UndecodableException;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** The picture stream of one read: decodes it and sends the chosen frames to be worked on. */
final class PictureReading implements AutoCloseable {

  /** More hold many frames and gain little; libav's own limit too, and one above the cores. */
  private static final int MAX_THREADS = 16;

  private static final double USUAL_RATE = 25;

  private final StreamDecoder decoder;
  private final List<FramePlan> plans;
  private final FrameWork work;
  private final FrameWorker worker;
  private final OptionalDouble said;
  private final double usualInterval;

  /** The frame on screen, whose end the next one tells. */
  private final AVFrame current = av_frame_alloc();

  private final PacketWindow window = new PacketWindow();

  /** Whether frames may be left out that are neither chosen nor used by others. */
  private boolean mayDrop;

  private final FrameClock clock;
  private long index = -1;

  /** Whether the decoder guesses times of frames from the order of packets, as in .avi. */
  private boolean guessed;

  private boolean ended;
  private @Nullable String broken;
  private List<FaceResult> faceResults = List.of();

  private PictureReading(
      StreamDecoder decoder,
      List<FramePlan> plans,
      FrameWork work,
      FrameWorker worker,
      OptionalDouble said,
      double usualInterval) {
    this.decoder = decoder;
    this.plans = plans;
    this.work = work;
    this.worker = worker;
    this.said = said;
    this.usualInterval = usualInterval;
    this.clock = new FrameClock(decoder.tick(), usualInterval);
    this.mayDrop =
        decoder.knowsDroppable()
            && plans.stream().map(FramePlan::sampling).allMatch(FramePlan::goesByTime);
  }

  /**
   * Opens the stream's decoder.
   *
   * @param path of the file, to look through it once more if it does not say how long it is
   * @throws UndecodableException if nothing can be had from the stream
   */
  static PictureReading open(
      MediaFile file, Path path, int stream, List<FrameNeeds> needs, Supplier<FaceDetector> faces)
      throws UndecodableException {
    AVStream video = file.stream(stream);
    List<FrameSampling> samplings = needs.stream().map(FrameNeeds::sampling).distinct().toList();
    double rate = file.frameRate(stream);
    double usualInterval = 1 / (rate > 0 ? rate : USUAL_RATE);
    OptionalDouble said = PictureDuration.said(file, stream);
    if (said.isEmpty() && samplings.stream().anyMatch(FramePlan::goesByTime)) {
      said = OptionalDouble.of(PictureDuration.scan(path, stream, usualInterval));
    }
    double duration = said.orElse(0);
    List<FramePlan> plans =
        samplings.stream().map(sampling -> new FramePlan(sampling, duration)).toList();
    int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors() + 1);
    StreamDecoder decoder = StreamDecoder.open(video, threads);
    FrameWork work = null;
    try {
      work = new FrameWork(samplings, needs, faces, Orientation.of(video));
      FrameWorker worker = new FrameWorker(work::accept);
      return new PictureReading(decoder, plans, work, worker, said, usualInterval);
    } catch (RuntimeException | Error e) {
      if (work != null) {
        work.close();
      }
      decoder.close();
      throw e;
    }
  }

  /** Whether no further packet is needed. */
  boolean done() {
    return ended || worker.failed() || plans.stream().allMatch(FramePlan::complete);
  }

  /** Decodes a packet of the stream, now or later. */
  void decode(AVPacket packet) {
    if (packet.pts() == AV_NOPTS_VALUE) {
      mayDrop = false;
      guessed = true;
    }
    window.add(packet);
    if (window.ready()) {
      decodeNext();
    }
  }

  /** Half of an H.264 clip's frames often serve no other: those not chosen are not decoded. */
  private void decodeNext() {
    AVPacket packet = window.take();
    try {
      decoder.drop(mayDrop && index >= 0 && !wanted(packet.pts()));
      decoder.decode(packet, this::next);
    } finally {
      av_packet_free(packet);
    }
  }

  private boolean wanted(long pts) {
    OptionalLong after = window.after(pts);
    if (after.isEmpty()) {
      return true;
    }
    double begin = pts * decoder.tick() - clock.first();
    double end = after.getAsLong() * decoder.tick() - clock.first();
    return plans.stream().anyMatch(plan -> plan.wants(begin, end));
  }

  private boolean next(AVFrame frame) {
    boolean interlaced = (frame.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) != 0;
    if (interlaced || frame.pts() != frame.best_effort_timestamp() || decoder.corrupt() > 0) {
      // Then the packets' times are not surely those of frames.
      mayDrop = false;
    }
    double before = clock.begin();
    clock.next(frame);
    if (index >= 0) {
      choose(before, clock.begin());
    }
    index++;
    av_frame_unref(current);
    av_frame_move_ref(current, frame);
    return !done();
  }

  private void choose(double begin, double end) {
    int[] times = new int[plans.size()];
    boolean chosen = false;
    for (int i = 0; i < times.length; i++) {
      times[i] = plans.get(i).choose(index, begin, end);
      chosen |= times[i] > 0;
    }
    if (chosen) {
      worker.submit(new Shot(av_frame_clone(current), begin, times));
    }
  }

  /** Decodes what the decoder still holds, and waits for the work on all frames. */
  void finish() {
    while (!done() && !window.isEmpty()) {
      Interruption.check();
      decodeNext();
    }
    if (!done()) {
      decoder.decode(null, this::next);
    }
    if (!done()) {
      ended = true;
      if (index >= 0) {
        choose(clock.begin(), pictureEnd() + rounding());
      }
    }
    try {
      worker.finish();
      faceResults = work.finishFaces();
    } catch (MediaException e) {
      // The sound may be fine.
      broken = "picture cannot be decoded: " + e.getMessage();
    }
  }

  /** What may be missing at the end, in seconds; a guessed time is off by the reordering. */
  private double rounding() {
    return guessed ? (1 + decoder.reordered()) * usualInterval : clock.interval();
  }

  private double pictureEnd() {
    return index < 0 ? 0 : clock.begin() + clock.interval();
  }

  /** What was made for a need, after {@link #finish}. */
  Part<Frames> part(FrameNeeds need) {
    FramePlan plan =
        plans.stream().filter(p -> p.sampling().equals(need.sampling())).findFirst().orElseThrow();
    List<String> notes = new ArrayList<>();
    if (decoder.corrupt() > 0) {
      notes.add(counted(decoder.corrupt(), "damaged picture packet"));
    }
    if (broken != null) {
      return Part.missing(broken, notes, 0);
    }
    if (index < 0) {
      return Part.missing("video stream without decodable frames", notes, 0);
    }
    if (!clock.timed() && index > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the file says no times of frames: taken as %.2f a second",
              1 / usualInterval));
    }
    String cut = earlyEnd(plan);
    if (cut != null) {
      notes.add(cut);
    }
    double end = plan.end(pictureEnd());
    boolean ofFaces = need.region() instanceof FrameRegion.Face;
    if (ofFaces && work.faceFailure() != null) {
      return Part.missing(work.faceFailure(), notes, end);
    }
    FaceResult faces = ofFaces ? faces(need) : null;
    if (faces != null && faces.detected() == 0) {
      return Part.missing("no face found in " + counted(faces.looked(), "frame"), notes, end);
    }
    if (faces != null && faces.detected() < faces.looked()) {
      notes.add(
          "face found in %d of %s".formatted(faces.detected(), counted(faces.looked(), "frame")));
    }
    Frames frames = work.frames(need);
    return frames == null
        ? Part.missing(cut == null ? "no frame was sampled" : cut, notes, end)
        : Part.of(frames, notes, end);
  }

  private @Nullable FaceResult faces(FrameNeeds need) {
    return faceResults.stream()
        .filter(result -> result.sampling().equals(need.sampling()))
        .findFirst()
        .orElse(null);
  }

  private @Nullable String earlyEnd(FramePlan plan) {
    boolean early = ended && !plan.complete() && pictureEnd() + rounding() < said.orElse(0);
    return early
        ? String.format(
            Locale.ROOT,
            "picture ends at %.2f s, the file says %.2f s: %d of %d frames",
            pictureEnd(),
            said.orElse(0),
            plan.chosen(),
            plan.count())
        : null;
  }

  static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  @Override
  public void close() {
    worker.close();
    work.close();
    window.close();
    decoder.close();
    av_frame_free(current);
  }
}
