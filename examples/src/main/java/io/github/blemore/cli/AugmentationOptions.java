package io.github.blemore.cli;

import io.github.blemore.finetune.augment.VideoAugmentation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What clips go through before each step of a training: options of the commands that adapt. */
final class AugmentationOptions {

  /** Names of the options. */
  static final String[] NAMES = {"--augment", "--crop", "--flip", "--erase", "--mixup", "--cutmix"};

  /** Of a picture, what is taken without cropping. */
  private static final double WHOLE = 1;

  /** What the single options change. */
  enum Start {
    NONE,
    PUBLISHED;

    private VideoAugmentation augmentation() {
      return this == NONE ? VideoAugmentation.none() : VideoAugmentation.published();
    }
  }

  @Option(
      names = "--augment",
      paramLabel = "none|published",
      description = {
        "How clips are changed in training: none, or published, as in VideoMAE's fine-tuning (crops",
        "of 8 %% of the area or more, flip 0.5, erase 0.25, mixup 0.8, cutmix 1); --crop, --flip,",
        "--erase, --mixup and --cutmix replace single values (default: none)."
      })
  private Start start = Start.NONE;

  @Option(
      names = "--crop",
      paramLabel = "MIN",
      description =
          "Takes a random part of the picture, of this share of its area or more; 1 for all of it.")
  private @Nullable Double crop;

  @Option(
      names = "--flip",
      paramLabel = "P",
      description = "How likely left and right are changed, 0..1.")
  private @Nullable Double flip;

  @Option(
      names = "--erase",
      paramLabel = "P",
      description = "How likely a box is replaced by noise, 0..1.")
  private @Nullable Double erase;

  @Option(
      names = "--mixup",
      paramLabel = "A",
      description = "Mixes clips in pairs, by a share from Beta(A, A); 0 for not.")
  private @Nullable Double mixup;

  @Option(
      names = "--cutmix",
      paramLabel = "A",
      description = "Puts a box of one clip into another, by a share from Beta(A, A); 0 for not.")
  private @Nullable Double cutmix;

  /**
   * The augmentation that was asked for.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  VideoAugmentation augmentation() {
    VideoAugmentation from = start.augmentation();
    VideoAugmentation.Builder builder =
        VideoAugmentation.builder()
            .flip(orElse(flip, from.flip()))
            .erasing(orElse(erase, from.erasing()))
            .mixup(orElse(mixup, from.mixup()))
            .cutmix(orElse(cutmix, from.cutmix()));
    double least = orElse(crop, from.leastCrop().orElse(WHOLE));
    return (least == WHOLE ? builder : builder.randomResizedCrop(least, 1)).build();
  }

  private static double orElse(@Nullable Double chosen, double otherwise) {
    return Objects.requireNonNullElse(chosen, otherwise);
  }
}
