package io.github.blemore.finetune.augment;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How the clips of a batch are mixed, each with its partner from the other end: mixup
 * (arXiv:1710.09412) without a box, cutmix (arXiv:1905.04899) with one. The clip in the middle of
 * an odd batch is its own partner and stays as it is.
 *
 * @param keep lambda, the share of itself that a clip keeps, 0..1
 * @param pasted what is taken whole from the partner, in all frames; empty where all values are
 *     mixed
 */
record Mixing(double keep, Optional<CropBox> pasted) {

  /** Every clip stays as it is. */
  static final Mixing NONE = new Mixing(1, Optional.of(new CropBox(0, 0, 0, 0)));

  /**
   * One for a batch: mixup or cutmix, either as likely as the other if both are on.
   *
   * @param mixup alpha of mixup, 0 if off
   * @param cutmix alpha of cutmix, 0 if off
   */
  static Mixing draw(double mixup, double cutmix, int width, int height, RandomGenerator random) {
    if (mixup == 0 && cutmix == 0) {
      return NONE;
    }
    boolean paste = mixup == 0 || (cutmix > 0 && random.nextBoolean());
    return paste ? cutmix(cutmix, width, height, random) : mixup(mixup, random);
  }

  /** Mixup: {@code keep} times the clip and the rest of its partner. */
  static Mixing mixup(double alpha, RandomGenerator random) {
    return new Mixing(new SymmetricBeta(alpha).draw(random), Optional.empty());
  }

  /**
   * Cutmix: a box of the picture's aspect, anywhere, cut off at the borders; what it really covers
   * is not kept.
   */
  static Mixing cutmix(double alpha, int width, int height, RandomGenerator random) {
    double side = Math.sqrt(1 - new SymmetricBeta(alpha).draw(random));
    int boxWidth = (int) (width * side);
    int boxHeight = (int) (height * side);
    int left = random.nextInt(width) - boxWidth / 2;
    int top = random.nextInt(height) - boxHeight / 2;
    int right = Math.min(left + boxWidth, width);
    int bottom = Math.min(top + boxHeight, height);
    CropBox box =
        new CropBox(
            Math.max(left, 0),
            Math.max(top, 0),
            right - Math.max(left, 0),
            bottom - Math.max(top, 0));
    return new Mixing(1 - box.area() / ((double) width * height), Optional.of(box));
  }

  /**
   * Mixes the values in place.
   *
   * @param values float32 {@code [clips, frames, 3, height, width]}
   */
  void apply(FloatBuffer values, BatchShape shape) {
    CropBox box = pasted.orElse(CropBox.whole(shape.width(), shape.height()));
    float[] one = new float[box.width()];
    float[] other = new float[box.width()];
    int planes = shape.planes();
    for (int plane = 0; plane < shape.clips() / 2 * planes; plane++) {
      int clip = plane / planes;
      int partnerPlane = (shape.clips() - 1 - clip) * planes + plane % planes;
      for (int row = box.top(); row < box.top() + box.height(); row++) {
        int here = (plane * shape.height() + row) * shape.width() + box.left();
        int there = (partnerPlane * shape.height() + row) * shape.width() + box.left();
        values.get(here, one).get(there, other);
        if (pasted.isEmpty()) {
          blend(one, other);
          values.put(here, one).put(there, other);
        } else {
          values.put(here, other).put(there, one);
        }
      }
    }
  }

  private void blend(float[] one, float[] other) {
    float share = (float) keep;
    float rest = (float) (1 - keep);
    for (int i = 0; i < one.length; i++) {
      float first = one[i];
      one[i] = share * first + rest * other[i];
      other[i] = share * other[i] + rest * first;
    }
  }

  /** The labels of the mixed clips; the given ones are left as they are. */
  List<float[]> apply(List<float[]> labels) {
    List<float[]> mixed = new ArrayList<>();
    for (int clip = 0; clip < labels.size(); clip++) {
      int partner = labels.size() - 1 - clip;
      float[] own = labels.get(clip).clone();
      for (int i = 0; partner != clip && i < own.length; i++) {
        own[i] = (float) (keep * own[i] + (1 - keep) * labels.get(partner)[i]);
      }
      mixed.add(own);
    }
    return mixed;
  }
}
