package io.github.blemore.face;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One person's face through a clip: a box for every frame, made from what a detector found in each.
 *
 * <p>The rule, in order:
 *
 * <ol>
 *   <li>Detections that continue each other form a run: the center moves by at most one face side
 *       and the side changes by at most a factor of two (the side is the square root of the area).
 *       Frames without a detection do not end a run. Where several could continue it, the nearest
 *       does.
 *   <li>Of the runs with two detections or more, or else of all, the one with the largest sum of
 *       areas is the person: a box that shows up in one frame only loses to a face that shows up
 *       again, however large it is, and of two people the one seen larger and longer wins.
 *   <li>If the person jumps (a cut, a quick move), further runs are taken, the largest first, that
 *       have at least two detections, a mean side within a factor of two of the person's, and no
 *       frames among those already covered.
 *   <li>Frames in between are interpolated linearly, those before the first and after the last
 *       detection get the nearest.
 *   <li>Boxes are smoothed over up to five frames with weights 1 2 3 2 1. The window shrinks on
 *       both sides alike at the ends of the clip and at a jump, so even motion is not delayed.
 * </ol>
 *
 * <p>Immutable, safe to share between threads.
 */
public final class FaceTrack {

  private static final double LARGEST_GROWTH = 2;
  private static final int SMOOTHING_RADIUS = 2;

  private final FaceBox[] boxes;
  private final int detectedFrames;

  private FaceTrack(FaceBox[] boxes, int detectedFrames) {
    this.boxes = boxes;
    this.detectedFrames = detectedFrames;
  }

  /**
   * Follows the largest face.
   *
   * @param detectionsPerFrame for each frame in time order the faces found in it, in any order; all
   *     frames of one size
   * @return the track; empty if no frame has a face
   */
  public static Optional<FaceTrack> follow(List<List<FaceBox>> detectionsPerFrame) {
    NavigableMap<Integer, FaceBox> detected = person(runs(detectionsPerFrame));
    if (detected.isEmpty()) {
      return Optional.empty();
    }
    FaceBox[] filled = fill(detected, detectionsPerFrame.size());
    return Optional.of(new FaceTrack(smooth(filled), detected.size()));
  }

  /**
   * Where the face is.
   *
   * @param frame from 0
   * @throws IndexOutOfBoundsException if there is no such frame
   */
  public FaceBox box(int frame) {
    return boxes[Objects.checkIndex(frame, boxes.length)];
  }

  /** How many frames were given; each has a box. */
  public int frameCount() {
    return boxes.length;
  }

  /** In how many of them this face was found; the boxes of the others come from their neighbors. */
  public int detectedFrames() {
    return detectedFrames;
  }

  private static List<Run> runs(List<List<FaceBox>> detectionsPerFrame) {
    List<Run> runs = new ArrayList<>();
    for (int frame = 0; frame < detectionsPerFrame.size(); frame++) {
      List<Link> links = new ArrayList<>();
      for (FaceBox box : detectionsPerFrame.get(frame)) {
        for (Run run : runs) {
          FaceBox last = run.boxes.lastEntry().getValue();
          if (continues(last, box)) {
            links.add(new Link(run, box, distance(last, box)));
          }
        }
      }
      links.sort(Comparator.comparingDouble(Link::distance));
      Set<Run> continued = new HashSet<>();
      List<FaceBox> unlinked = new ArrayList<>(detectionsPerFrame.get(frame));
      for (Link link : links) {
        if (!continued.contains(link.run) && unlinked.remove(link.box)) {
          continued.add(link.run);
          link.run.boxes.put(frame, link.box);
        }
      }
      for (FaceBox box : unlinked) {
        Run run = new Run();
        run.boxes.put(frame, box);
        runs.add(run);
      }
    }
    return runs;
  }

  private static NavigableMap<Integer, FaceBox> person(List<Run> runs) {
    runs.sort(Comparator.comparing(Run::repeated).thenComparingDouble(Run::totalArea).reversed());
    List<Run> taken = new ArrayList<>();
    for (Run run : runs) {
      if (taken.isEmpty()
          || (run.repeated()
              && alike(run.meanSide(), taken.get(0).meanSide())
              && taken.stream().noneMatch(run::overlaps))) {
        taken.add(run);
      }
    }
    NavigableMap<Integer, FaceBox> boxes = new TreeMap<>();
    taken.forEach(run -> boxes.putAll(run.boxes));
    return boxes;
  }

  private static FaceBox[] fill(NavigableMap<Integer, FaceBox> detected, int frames) {
    FaceBox[] filled = new FaceBox[frames];
    for (int frame = 0; frame < frames; frame++) {
      var before = detected.floorEntry(frame);
      var after = detected.ceilingEntry(frame);
      if (before == null) {
        before = Objects.requireNonNull(after);
      } else if (after == null) {
        after = before;
      }
      int apart = after.getKey() - before.getKey();
      double share = apart == 0 ? 0 : (double) (frame - before.getKey()) / apart;
      filled[frame] =
          weighted(new FaceBox[] {before.getValue(), after.getValue()}, 1 - share, share);
    }
    return filled;
  }

  private static FaceBox[] smooth(FaceBox[] boxes) {
    FaceBox[] smoothed = new FaceBox[boxes.length];
    for (int i = 0; i < boxes.length; i++) {
      int radius = 0;
      while (radius < SMOOTHING_RADIUS
          && i - radius - 1 >= 0
          && i + radius + 1 < boxes.length
          && continues(boxes[i], boxes[i - radius - 1])
          && continues(boxes[i], boxes[i + radius + 1])) {
        radius++;
      }
      double[] weights = new double[2 * radius + 1];
      for (int k = 0; k < weights.length; k++) {
        weights[k] = radius + 1 - Math.abs(k - radius);
      }
      smoothed[i] = weighted(Arrays.copyOfRange(boxes, i - radius, i + radius + 1), weights);
    }
    return smoothed;
  }

  private static FaceBox weighted(FaceBox[] boxes, double... weights) {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    double sum = 0;
    for (int i = 0; i < boxes.length; i++) {
      x += weights[i] * boxes[i].x();
      y += weights[i] * boxes[i].y();
      width += weights[i] * boxes[i].width();
      height += weights[i] * boxes[i].height();
      sum += weights[i];
    }
    return new FaceBox(x / sum, y / sum, width / sum, height / sum);
  }

  private static boolean continues(FaceBox a, FaceBox b) {
    return alike(side(a), side(b)) && distance(a, b) <= (side(a) + side(b)) / 2;
  }

  private static boolean alike(double side, double otherSide) {
    return Math.max(side, otherSide) <= LARGEST_GROWTH * Math.min(side, otherSide);
  }

  private static double side(FaceBox box) {
    return Math.sqrt(box.area());
  }

  private static double distance(FaceBox a, FaceBox b) {
    return Math.hypot(
        a.x() + a.width() / 2 - b.x() - b.width() / 2,
        a.y() + a.height() / 2 - b.y() - b.height() / 2);
  }

  /** A detection that could continue a run. */
  private record Link(Run run, FaceBox box, double distance) {}

  /** Detections that continue each other, by frame; never empty. */
  private static final class Run {
    private final NavigableMap<Integer, FaceBox> boxes = new TreeMap<>();

    boolean repeated() {
      return boxes.size() > 1;
    }

    double totalArea() {
      return boxes.values().stream().mapToDouble(FaceBox::area).sum();
    }

    double meanSide() {
      return Math.sqrt(totalArea() / boxes.size());
    }

    boolean overlaps(Run other) {
      return boxes.firstKey() <= other.boxes.lastKey() && other.boxes.firstKey() <= boxes.lastKey();
    }
  }
}
