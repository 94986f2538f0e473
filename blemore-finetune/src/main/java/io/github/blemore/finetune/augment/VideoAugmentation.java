package io.github.blemore.finetune.augment;

import io.github.blemore.image.Normalization;
import io.github.blemore.media.Frames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Random changes of clips in training, the same in all frames of a clip, in this order: a crop
 * brought back to full size, left and right changed, a box erased; then the clips of the batch
 * mixed in pairs. This is what VideoMAE (arXiv:2203.12602) and S4D (arXiv:2409.06154) are
 * fine-tuned with, with these differences:
 *
 * <ul>
 *   <li>A crop is taken inside the picture that the network would see. The originals take it from
 *       the larger frame, which may hold something beyond that picture and has finer detail.
 *   <li>RandAugment is left out, and so is label smoothing: a blend's label is soft by itself.
 *   <li>VideoMAE's code puts each clip into a batch twice, changed in two ways (repeated
 *       augmentation). Here it is the caller who says which clips are in a batch.
 *   <li>The originals refuse a batch of an odd number of clips. Here the one in the middle is mixed
 *       with itself, which does not change it.
 * </ul>
 *
 * <p>All depends on the seed alone, as long as Java's own random numbers stay what they are. What
 * happens to one clip besides mixing depends on the seed and its place in the batch, not on the
 * other clips.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class VideoAugmentation {

  private static final String OFF = "off";
  private static final VideoAugmentation NONE = builder().build();
  private static final VideoAugmentation PUBLISHED =
      builder().randomResizedCrop(0.08, 1).flip(0.5).erasing(0.25).mixup(0.8).cutmix(1).build();

  private final @Nullable RandomCrop crop;
  private final double flip;
  private final double erasing;
  private final double mixup;
  private final double cutmix;

  private VideoAugmentation(Builder builder) {
    crop = builder.crop;
    flip = Objects.requireNonNullElse(builder.flip, 0.0);
    erasing = Objects.requireNonNullElse(builder.erasing, 0.0);
    mixup = Objects.requireNonNullElse(builder.mixup, 0.0);
    cutmix = Objects.requireNonNullElse(builder.cutmix, 0.0);
  }

  /** Nothing is changed. */
  public static VideoAugmentation none() {
    return NONE;
  }

  /**
   * The numbers of VideoMAE's published fine-tuning, as far as they are done here: crops of 8 to
   * 100 % of the area, flip 0.5, erasing 0.25, mixup 0.8, cutmix 1. RandAugment, label smoothing
   * and repeated augmentation are left out.
   */
  public static VideoAugmentation published() {
    return PUBLISHED;
  }

  /** Starts from nothing. */
  public static Builder builder() {
    return new Builder();
  }

  /** The least share of a picture that is taken; empty if the whole picture always is. */
  public OptionalDouble leastCrop() {
    return crop == null ? OptionalDouble.empty() : OptionalDouble.of(crop.minArea());
  }

  /** How likely a clip's left and right are changed. */
  public double flip() {
    return flip;
  }

  /** How likely a box of a clip is erased. */
  public double erasing() {
    return erasing;
  }

  /** The alpha of mixup; 0 if it is off. */
  public double mixup() {
    return mixup;
  }

  /** The alpha of cutmix; 0 if it is off. */
  public double cutmix() {
    return cutmix;
  }

  /** Whether nothing is ever changed. */
  public boolean isNone() {
    return equals(NONE);
  }

  /**
   * Makes a batch of these clips. Without any augmentation it is what {@link
   * io.github.blemore.network.PixelInput} makes of them.
   *
   * @param clips one or more, all with as many frames of one size
   * @param softLabels one for each clip, all of one length; they are not changed
   * @param mean of R, G, B on a scale of 0..1
   * @param std of R, G, B on a scale of 0..1, above 0
   * @param seed of all that is drawn
   * @throws IllegalArgumentException if there is no clip, the clips or the labels do not fit
   *     together, mean or std are not as said, or the values do not fit into one buffer (2 GiB)
   */
  public AugmentedClips apply(
      List<Frames> clips, List<float[]> softLabels, float[] mean, float[] std, long seed) {
    BatchShape shape = BatchShape.of(clips, softLabels);
    ClipWriter writer = new ClipWriter(shape.width(), shape.height(), normalization(mean, std));
    ByteBuffer bytes = ByteBuffer.allocateDirect(shape.bytes()).order(ByteOrder.nativeOrder());
    FloatBuffer values = bytes.asFloatBuffer();
    SplittableRandom seeded = new SplittableRandom(seed);
    RandomGenerator mixes = seeded.split();
    for (Frames clip : clips) {
      write(clip, writer, seeded.split(), values);
    }
    Mixing mixing = Mixing.draw(mixup, cutmix, shape.width(), shape.height(), mixes);
    mixing.apply(values, shape);
    return new AugmentedClips(bytes, mixing.apply(softLabels));
  }

  private void write(Frames clip, ClipWriter writer, RandomGenerator random, FloatBuffer target) {
    int width = clip.width();
    int height = clip.height();
    CropBox box = crop == null ? CropBox.whole(width, height) : crop.draw(width, height, random);
    boolean mirrored = random.nextDouble() < flip;
    writer.write(clip, box, mirrored, Erasing.draw(erasing, width, height, random), target);
  }

  private static Normalization normalization(float[] mean, float[] std) {
    return Normalization.of(doubles(mean), doubles(std));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VideoAugmentation that
        && Objects.equals(crop, that.crop)
        && flip == that.flip
        && erasing == that.erasing
        && mixup == that.mixup
        && cutmix == that.cutmix;
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /**
   * Every setting, such as {@code crop 0.08..1.0, flip 0.5, erasing 0.25, mixup 0.8, cutmix 1.0};
   * what is not done is {@code off}. Two say the same only if they are equal.
   */
  @Override
  public String toString() {
    return "crop %s, flip %s, erasing %s, mixup %s, cutmix %s"
        .formatted(
            crop == null ? OFF : crop, words(flip), words(erasing), words(mixup), words(cutmix));
  }

  private static String words(double setting) {
    return setting == 0 ? OFF : Double.toString(setting);
  }

  /** Collects the settings; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private @Nullable RandomCrop crop;
    private @Nullable Double flip;
    private @Nullable Double erasing;
    private @Nullable Double mixup;
    private @Nullable Double cutmix;

    private Builder() {}

    /**
     * Takes a random part of the picture and brings it back to the picture's size; default: the
     * whole picture is taken.
     *
     * <p>Its share of the area is uniform, its aspect (width by height) uniform on a logarithmic
     * scale from 3/4 to 4/3, its place uniform. If a hundred draws did not fit into the picture, it
     * is as much of the middle as such an aspect allows, whatever the share. It is resized
     * bilinearly; as it is only ever enlarged, antialiasing would change nothing.
     *
     * @param minArea of the picture, above 0
     * @param maxArea of the picture, up to 1
     * @throws IllegalArgumentException outside these ranges, or if the least is above the most
     */
    public Builder randomResizedCrop(double minArea, double maxArea) {
      if (!(minArea > 0 && minArea <= maxArea && maxArea <= 1)) {
        throw new IllegalArgumentException(
            "crop area is %s..%s: must be above 0, up to 1, the least first"
                .formatted(minArea, maxArea));
      }
      requireUnset("randomResizedCrop", crop);
      crop = new RandomCrop(minArea, maxArea);
      return this;
    }

    /**
     * Changes left and right.
     *
     * @param probability for each clip, 0..1; default 0
     * @throws IllegalArgumentException outside this range
     */
    public Builder flip(double probability) {
      requireUnset("flip", flip);
      flip = requireProbability("flip", probability);
      return this;
    }

    /**
     * Puts noise in the place of a box, one box for all frames of a clip: a value of the standard
     * normal distribution for each channel of each pixel of each frame, after normalization
     * (arXiv:1708.04896; "pixel" mode of the originals). The box has 2 to 33 % of the area,
     * uniform, and an aspect of 0.3 to 1 / 0.3, uniform on a logarithmic scale. If a hundred draws
     * did not fit into the picture, nothing is erased.
     *
     * @param probability for each clip, 0..1; default 0
     * @throws IllegalArgumentException outside this range
     */
    public Builder erasing(double probability) {
      requireUnset("erasing", erasing);
      erasing = requireProbability("erasing", probability);
      return this;
    }

    /**
     * Mixes clip i of n with clip n - 1 - i, values and labels alike (arXiv:1710.09412): lambda of
     * the one, 1 - lambda of the other, lambda drawn from Beta(alpha, alpha) once for a batch. If
     * cutmix is on too, a batch has one of them, either as likely as the other.
     *
     * @param alpha 0 or more; the smaller, the more often little is mixed; default 0, which is off
     * @throws IllegalArgumentException outside this range
     */
    public Builder mixup(double alpha) {
      requireUnset("mixup", mixup);
      mixup = requireAlpha("mixup", alpha);
      return this;
    }

    /**
     * Puts a box of clip n - 1 - i in the same place of clip i, one box for all frames of a batch
     * (arXiv:1905.04899). The box has 1 - lambda of the area, lambda drawn from Beta(alpha, alpha);
     * its middle is anywhere, and what of it lies outside the picture is lost. Labels are mixed by
     * the share that really was pasted.
     *
     * @param alpha 0 or more; the smaller, the more often almost nothing or almost all is pasted;
     *     default 0, which is off
     * @throws IllegalArgumentException outside this range
     */
    public Builder cutmix(double alpha) {
      requireUnset("cutmix", cutmix);
      cutmix = requireAlpha("cutmix", alpha);
      return this;
    }

    /** The augmentation. */
    public VideoAugmentation build() {
      return new VideoAugmentation(this);
    }

    private static double requireProbability(String option, double value) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(
            "probability of %s is %s: must be 0..1".formatted(option, value));
      }
      return value;
    }

    private static double requireAlpha(String option, double value) {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "alpha of %s is %s: must be 0 (off) or more".formatted(option, value));
      }
      return value;
    }

    private static void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException("%s is set twice: %s".formatted(option, value));
      }
    }
  }
}
