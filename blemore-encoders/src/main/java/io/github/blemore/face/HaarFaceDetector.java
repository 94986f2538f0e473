package io.github.blemore.face;

import io.github.blemore.ModelException;
import io.github.blemore.image.RgbImage;
import io.github.blemore.internal.Artifacts;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds upright frontal faces with OpenCV's Haar cascade {@code frontalface_alt2} (Lienhart,
 * Kuranov and Pisarevsky 2003), which comes with the natives of {@code org.bytedeco:opencv}. Finds
 * no profiles, and no faces tilted by more than about 20 degrees.
 *
 * <p>Safe to share between threads: one picture is searched at a time, by as many threads as OpenCV
 * is set to use in this process (all cores by default; never changed here).
 */
public final class HaarFaceDetector implements FaceDetector {

  private static final Logger LOG = LoggerFactory.getLogger(HaarFaceDetector.class);
  private static final String CASCADE = "haarcascade_frontalface_alt2.xml";

  /**
   * How much larger each size searched for is than the one before. On 60 views of a portrait 1.15
   * with 3 neighbors found what OpenCV's default of 1.1 found with 5, in 60 % of the time; 1.2
   * found less.
   */
  private static final double SCALE_STEP = 1.15;

  private final double minFaceShare;
  private final int minNeighbors;
  private @Nullable CascadeClassifier cascade;

  private HaarFaceDetector(CascadeClassifier cascade, Builder builder) {
    this.cascade = cascade;
    this.minFaceShare = builder.minFaceShare();
    this.minNeighbors = builder.minNeighbors();
  }

  /**
   * A detector with the defaults of {@link Builder}.
   *
   * @throws ModelException if the natives are not on the class path; says which artifacts to add
   */
  public static HaarFaceDetector load() {
    return builder().load();
  }

  /** Starts a detector with other options. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public synchronized List<FaceBox> detect(RgbImage image) {
    if (cascade == null) {
      throw new IllegalStateException("face detector is closed");
    }
    int smallest =
        Math.max(1, (int) Math.round(minFaceShare * Math.min(image.width(), image.height())));
    try (Mat rgb = new Mat(image.height(), image.width(), opencv_core.CV_8UC3);
        Mat gray = new Mat();
        RectVector found = new RectVector();
        Size min = new Size(smallest, smallest);
        Size unlimited = new Size()) {
      rgb.data().put(image.rgb());
      opencv_imgproc.cvtColor(rgb, gray, opencv_imgproc.COLOR_RGB2GRAY);
      // Finds the same box from full light down to a twentieth of it; without, none below a fifth.
      opencv_imgproc.equalizeHist(gray, gray);
      cascade.detectMultiScale(gray, found, SCALE_STEP, minNeighbors, 0, min, unlimited);
      List<FaceBox> boxes = new ArrayList<>();
      for (long i = 0; i < found.size(); i++) {
        try (Rect box = found.get(i)) {
          boxes.add(new FaceBox(box.x(), box.y(), box.width(), box.height()));
        }
      }
      return List.copyOf(boxes);
    }
  }

  @Override
  public synchronized void close() {
    if (cascade != null) {
      cascade.close();
      cascade = null;
    }
  }

  /** Options of a {@link HaarFaceDetector}; one set twice is refused. Not safe for threads. */
  public static final class Builder {

    private @Nullable Double minFaceShare;
    private @Nullable Integer minNeighbors;

    private Builder() {}

    /**
     * The smallest face searched for; default 0.15. Smaller ones cost time (half the share, about
     * four times) and bring false alarms.
     *
     * @param shareOfShorterSide side of the face as a share of the picture's shorter side, 0.02..1
     */
    public Builder minFaceShare(double shareOfShorterSide) {
      if (!(shareOfShorterSide >= 0.02 && shareOfShorterSide <= 1)) {
        throw new IllegalArgumentException(
            "minFaceShare is %s: must be 0.02..1".formatted(shareOfShorterSide));
      }
      requireUnset("minFaceShare", minFaceShare);
      this.minFaceShare = shareOfShorterSide;
      return this;
    }

    /**
     * How many overlapping hits make a face; default 3. More bring fewer false alarms and more
     * misses.
     *
     * @param hits 1..100
     */
    public Builder minNeighbors(int hits) {
      if (hits < 1 || hits > 100) {
        throw new IllegalArgumentException("minNeighbors is %d: must be 1..100".formatted(hits));
      }
      requireUnset("minNeighbors", minNeighbors);
      this.minNeighbors = hits;
      return this;
    }

    private static void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException(
            "%s of the face detector is set twice: %s".formatted(option, value));
      }
    }

    private double minFaceShare() {
      return minFaceShare == null ? 0.15 : minFaceShare;
    }

    private int minNeighbors() {
      return minNeighbors == null ? 3 : minNeighbors;
    }

    /**
     * Loads OpenCV and the cascade.
     *
     * @throws ModelException if the natives are not on the class path; says which artifacts to add
     */
    public HaarFaceDetector load() {
      File file;
      CascadeClassifier cascade;
      try {
        Loader.load(opencv_objdetect.class);
        file = cascadeFile();
        cascade = new CascadeClassifier(file.getAbsolutePath());
      } catch (LinkageError | IOException e) {
        throw new ModelException(
            "OpenCV cannot be loaded (%s): face detection needs %s".formatted(e, artifacts()), e);
      }
      if (cascade.empty()) {
        cascade.close();
        throw new ModelException(
            "OpenCV cannot read its cascade %s: delete it, it is unpacked again".formatted(file));
      }
      LOG.info("face detector loaded: OpenCV {}, {}", opencv_core.CV_VERSION, CASCADE);
      return new HaarFaceDetector(cascade, this);
    }

    private static File cascadeFile() throws IOException {
      String resource =
          "/org/bytedeco/opencv/%s/share/opencv4/haarcascades/%s"
              .formatted(Loader.getPlatform(), CASCADE);
      File file = Loader.cacheResource(opencv_objdetect.class, resource);
      if (file == null) {
        throw new IOException("no " + resource + " on the class path");
      }
      return file;
    }

    private static String artifacts() {
      return "%s, %s and %s, each with classifier %s, on the class path"
          .formatted(
              Artifacts.withVersion(HaarFaceDetector.class, "org.bytedeco:opencv"),
              Artifacts.withVersion(HaarFaceDetector.class, "org.bytedeco:openblas"),
              Artifacts.withVersion(HaarFaceDetector.class, "org.bytedeco:javacpp"),
              Loader.getPlatform());
    }
  }
}
