package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.github.blemore.InterruptedWorkException;
import io.github.blemore.ModelException;
import io.github.blemore.face.FaceBox;
import io.github.blemore.face.FaceDetector;
import io.github.blemore.face.FaceTrack;
import io.github.blemore.image.PillowResizer;
import io.github.blemore.image.RgbImage;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes what was asked for out of chosen frames. Whole pictures at once; faces when all frames are
 * known, as a face's place depends on its neighbors: until then their frames are held as decoded (3
 * MB each at 1080p, at most as many as the sampling's count, at most {@link #MAX_HELD}). For one
 * thread at a time.
 */
final class FrameWork implements AutoCloseable {

  /** Longer side of the picture that faces are looked for in. */
  private static final int DETECTION_SIDE = 640;

  /** Bytes of frames held for their faces: 80 frames of 4K, 300 of 1080p. */
  static final long MAX_HELD = 1L << 30;

  private final List<FrameSampling> samplings;
  private final Supplier<FaceDetector> detector;
  private final FrameConverter converter;
  private final Map<FrameNeeds, Album> albums = new LinkedHashMap<>();
  private final List<List<FaceShot>> faceShots = new ArrayList<>();
  private final List<AVFrame> held = new ArrayList<>();
  private final long maxHeld;
  private long heldBytes;
  private @Nullable String faceFailure;

  /** A need's pictures so far, all of one size: a stream may change its own on the way. */
  private static final class Album {
    final List<byte[]> images = new ArrayList<>();
    final List<Double> seconds = new ArrayList<>();
    private ImageFit fit;

    Album(ImageFit fit) {
      this.fit = fit;
    }

    void add(RgbImage picture, double time, int times) {
      if (fit instanceof ImageFit.KeepAspect keep) {
        fit = keep.of(picture.width(), picture.height());
      }
      RgbImage image = PillowResizer.fit(picture, fit);
      for (int i = 0; i < times; i++) {
        images.add(image.rgb());
        seconds.add(time);
      }
    }

    Frames frames() {
      return Frames.of(
          fit.width(),
          fit.height(),
          images,
          seconds.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  /** A frame with the faces found in it, in pixels of the picture as seen. */
  private record FaceShot(AVFrame frame, double seconds, int times, List<FaceBox> faces) {}

  /**
   * Work on one clip.
   *
   * @param samplings the rules behind {@link Shot#times}
   * @param needs of these samplings
   * @param detector asked for when the first face is needed
   * @param streamOrientation how the stream says its frames lie
   */
  FrameWork(
      List<FrameSampling> samplings,
      List<FrameNeeds> needs,
      Supplier<FaceDetector> detector,
      Orientation streamOrientation) {
    this(samplings, needs, detector, streamOrientation, MAX_HELD);
  }

  /** With another limit than {@link #MAX_HELD}. */
  FrameWork(
      List<FrameSampling> samplings,
      List<FrameNeeds> needs,
      Supplier<FaceDetector> detector,
      Orientation streamOrientation,
      long maxHeld) {
    this.maxHeld = maxHeld;
    this.samplings = samplings;
    this.detector = detector;
    this.converter = new FrameConverter(streamOrientation);
    for (FrameNeeds need : needs) {
      albums.put(need, new Album(need.fit()));
    }
    samplings.forEach(sampling -> faceShots.add(new ArrayList<>()));
  }

  /** Works on a shot; does not close it. */
  void accept(Shot shot) {
    RgbImage whole = null;
    AVFrame kept = null;
    List<FaceBox> faces = List.of();
    for (int i = 0; i < samplings.size(); i++) {
      int times = shot.times()[i];
      if (times == 0) {
        continue;
      }
      for (FrameNeeds need : needs(samplings.get(i), FrameRegion.Whole.class)) {
        if (whole == null) {
          whole = converter.whole(shot.frame(), usedOf(shot));
        }
        album(need).add(whole, shot.seconds(), times);
      }
      if (faceFailure == null && !needs(samplings.get(i), FrameRegion.Face.class).isEmpty()) {
        if (kept == null) {
          faces = detect(shot.frame());
          kept = faceFailure == null ? hold(shot.frame()) : null;
        }
        if (kept != null && faceFailure == null) {
          faceShots.get(i).add(new FaceShot(kept, shot.seconds(), times, faces));
        }
      }
    }
  }

  /** What all needs of whole pictures look at in this frame. */
  private Area usedOf(Shot shot) {
    int width = converter.width(shot.frame());
    int height = converter.height(shot.frame());
    Area used = null;
    for (int i = 0; i < samplings.size(); i++) {
      if (shot.times()[i] > 0) {
        for (FrameNeeds need : needs(samplings.get(i), FrameRegion.Whole.class)) {
          Area area = Area.usedBy(need.fit(), width, height);
          used = used == null ? area : used.union(area);
        }
      }
    }
    return Objects.requireNonNull(used);
  }

  private List<FrameNeeds> needs(FrameSampling sampling, Class<? extends FrameRegion> region) {
    return albums.keySet().stream()
        .filter(need -> need.sampling().equals(sampling) && region.isInstance(need.region()))
        .toList();
  }

  private Album album(FrameNeeds need) {
    Album album = albums.get(need);
    if (album == null) {
      throw new IllegalStateException("frames were not asked for: " + need);
    }
    return album;
  }

  private List<FaceBox> detect(AVFrame frame) {
    RgbImage small = converter.atMost(frame, DETECTION_SIDE);
    double scaleX = converter.width(frame) / (double) small.width();
    double scaleY = converter.height(frame) / (double) small.height();
    return find(small).stream()
        .map(
            box ->
                new FaceBox(
                    box.x() * scaleX,
                    box.y() * scaleY,
                    box.width() * scaleX,
                    box.height() * scaleY))
        .toList();
  }

  private List<FaceBox> find(RgbImage image) {
    try {
      return List.copyOf(detector.get().detect(image));
    } catch (ModelException | InterruptedWorkException e) {
      // Nothing about this clip: the next would fail too, and must not go on unnoticed.
      throw e;
    } catch (RuntimeException e) {
      failFaces("face detector failed: " + (e.getMessage() == null ? e : e.getMessage()));
      return List.of();
    }
  }

  private AVFrame hold(AVFrame frame) {
    AVFrame reference = av_frame_clone(frame);
    held.add(reference);
    heldBytes += bytes(reference);
    if (heldBytes > maxHeld) {
      failFaces(
          "faces need frames held until the clip's end, and %d of %d x %d pixels are above %d MiB:"
                  .formatted(held.size(), frame.width(), frame.height(), maxHeld >> 20)
              + " sample fewer frames or a smaller picture");
    }
    return reference;
  }

  private static long bytes(AVFrame frame) {
    long bytes = 0;
    for (int i = 0; i < AVFrame.AV_NUM_DATA_POINTERS && frame.buf(i) != null; i++) {
      bytes += frame.buf(i).size();
    }
    return bytes;
  }

  private void failFaces(String reason) {
    if (faceFailure == null) {
      faceFailure = reason;
    }
    faceShots.forEach(List::clear);
    freeHeld();
  }

  /** Why there are no faces, if not for lack of them. */
  @Nullable String faceFailure() {
    return faceFailure;
  }

  /** Follows and cuts out the faces, after the last shot. */
  List<FaceResult> finishFaces() {
    List<FaceResult> results = new ArrayList<>();
    for (int i = 0; i < samplings.size(); i++) {
      List<FrameNeeds> needs = needs(samplings.get(i), FrameRegion.Face.class);
      List<FaceShot> shots = faceShots.get(i);
      if (needs.isEmpty() || shots.isEmpty()) {
        continue;
      }
      Optional<FaceTrack> track = FaceTrack.follow(shots.stream().map(FaceShot::faces).toList());
      int detected = 0;
      if (track.isPresent()) {
        detected = track.get().detectedFrames();
        for (int k = 0; k < shots.size(); k++) {
          Interruption.check();
          cutOut(shots.get(k), track.get().box(k), needs);
        }
      }
      results.add(new FaceResult(samplings.get(i), detected, shots.size()));
    }
    return results;
  }

  /** In how many of a sampling's different frames the face was found. */
  record FaceResult(FrameSampling sampling, int detected, int looked) {}

  private void cutOut(FaceShot shot, FaceBox box, List<FrameNeeds> needs) {
    int width = converter.width(shot.frame);
    int height = converter.height(shot.frame);
    for (FrameNeeds need : needs) {
      double margin = ((FrameRegion.Face) need.region()).margin();
      RgbImage face = converter.part(shot.frame, Area.aroundFace(box, margin, width, height));
      album(need).add(face, shot.seconds, shot.times);
    }
  }

  /** The pictures made for a need; null if there are none. */
  @Nullable Frames frames(FrameNeeds need) {
    Album album = album(need);
    return album.images.isEmpty() ? null : album.frames();
  }

  @Override
  public void close() {
    freeHeld();
    converter.close();
  }

  private void freeHeld() {
    held.forEach(frame -> av_frame_free(frame));
    held.clear();
    heldBytes = 0;
  }
}
