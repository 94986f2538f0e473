package io.github.blemore.finetune.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomBoxTest {

  private static final int DRAWS = 20_000;

  private static List<CropBox> draws(RandomBox box, int width, int height) {
    SplittableRandom random = new SplittableRandom(3);
    List<CropBox> boxes = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      boxes.add(box.draw(width, height, random).orElseThrow());
    }
    return boxes;
  }

  @Test
  void liesInsideThePictureAndReachesAllItsBorders() {
    List<CropBox> boxes = draws(new RandomBox(0.02, 0.33, 0.3, 3), 20, 12);

    assertThat(boxes)
        .allMatch(
            b ->
                b.left() >= 0
                    && b.top() >= 0
                    && b.left() + b.width() <= 20
                    && b.top() + b.height() <= 12);
    assertThat(boxes).anyMatch(b -> b.left() == 0).anyMatch(b -> b.left() + b.width() == 20);
    assertThat(boxes).anyMatch(b -> b.top() == 0).anyMatch(b -> b.top() + b.height() == 12);
  }

  @Test
  void drawsAreaUniformlyAndAspectUniformlyOnALogarithmicScale() {
    double area = 0;
    double square = 0;
    int wide = 0;
    int veryWide = 0;
    for (CropBox box : draws(new RandomBox(0.1, 0.3, 0.25, 4), 4000, 4000)) {
      double share = box.area() / 16e6;
      assertThat(share).isBetween(0.0995, 0.3005);
      double aspect = (double) box.width() / box.height();
      assertThat(aspect).isBetween(0.249, 4.01);
      area += share / DRAWS;
      square += (share - 0.2) * (share - 0.2) / DRAWS;
      wide += aspect > 1 ? 1 : 0;
      veryWide += aspect > 2 ? 1 : 0;
    }

    // A box of much area and an extreme aspect does not fit: here only above 0.25 of the area.
    assertThat(area).isCloseTo(0.2, within(0.004));
    assertThat(square).isCloseTo(0.04 / 12, within(0.0002));
    assertThat((double) wide / DRAWS).isCloseTo(0.5, within(0.015));
    assertThat((double) veryWide / DRAWS).isCloseTo(0.25, within(0.02));
  }

  @Test
  void isMissingWhereNoneFits() {
    RandomBox square = new RandomBox(0.5, 0.5, 1, 1);

    assertThat(square.draw(100, 10, new SplittableRandom(1))).isEmpty();
  }

  @Test
  void aCropThatDoesNotFitIsTheMiddle() {
    RandomCrop crop = new RandomCrop(1, 1);

    assertThat(crop.draw(16, 6, new SplittableRandom(1))).isEqualTo(new CropBox(4, 0, 8, 6));
    assertThat(crop.draw(6, 16, new SplittableRandom(1))).isEqualTo(new CropBox(0, 4, 6, 8));
    assertThat(crop.draw(9, 9, new SplittableRandom(1))).isEqualTo(CropBox.whole(9, 9));
  }
}
