package io.github.blemore.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.ModelException;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.network.TestCheckpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms in which the families' processors are found on the hub. */
class ImageProcessorTest {

  private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);
  private static final ImageProcessor OF_VIDEO =
      new ImageProcessor(ImageFit.shortestEdgeCrop(32, Interpolation.BILINEAR), HALF, HALF);
  private static final ImageProcessor OF_VIT =
      new ImageProcessor(ImageFit.squash(48, 48, Interpolation.BILINEAR), HALF, HALF);

  private static final String NUMBERS =
      "\"image_mean\": [0.45, 0.46, 0.47], \"image_std\": [0.225, 0.226, 0.227]";

  @TempDir private Path temp;

  private ImageProcessor read(String values, ImageProcessor otherwise) throws IOException {
    Path copy =
        TestCheckpoints.withProcessor(
            TestCheckpoints.original("vit"),
            temp.resolve("copy"),
            "{%s%s}".formatted(NUMBERS, values.isEmpty() ? "" : ", " + values));
    return ImageProcessor.of(Checkpoint.open(copy), otherwise);
  }

  @Test
  void withoutAFileItIsTheFamilys() {
    Checkpoint checkpoint = Checkpoint.open(TestCheckpoints.original("vit"));

    assertThat(ImageProcessor.of(checkpoint, OF_VIT)).isSameAs(OF_VIT);
  }

  @Test
  void videoMaeAndTimeSformer() throws IOException {
    ImageProcessor processor =
        read(
            """
            "image_processor_type": "VideoMAEImageProcessor", "size": {"shortest_edge": 448},
            "crop_size": {"height": 448, "width": 448}, "do_center_crop": true, "do_resize": true,
            "do_rescale": true, "rescale_factor": 0.00392156862745098, "do_normalize": true,
            "resample": 2
            """,
            OF_VIDEO);

    assertThat(processor.fit()).isEqualTo(ImageFit.shortestEdgeCrop(448, Interpolation.BILINEAR));
    assertThat(processor.mean()).containsExactly(0.45, 0.46, 0.47);
    assertThat(processor.std()).containsExactly(0.225, 0.226, 0.227);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"feature_extractor_type\": \"VideoMAEFeatureExtractor\", \"size\": 224, \"resample\": 2 | 224 | 224 | BILINEAR",
        "\"image_processor_type\": \"CLIPImageProcessor\", \"size\": {\"shortest_edge\": 224}, \"crop_size\": 224, \"resample\": 3 | 224 | 224 | BICUBIC",
        "\"feature_extractor_type\": \"CLIPFeatureExtractor\", \"size\": 256, \"crop_size\": 224, \"resample\": 3 | 256 | 224 | BICUBIC",
        "\"size\": {\"shortest_edge\": 256}, \"crop_size\": {\"height\": 224, \"width\": 224} | 256 | 224 | BILINEAR"
      })
  void shortestEdges(String values, int edge, int crop, Interpolation filter) throws IOException {
    assertThat(read(values, OF_VIDEO).fit())
        .isEqualTo(ImageFit.shortestEdgeCrop(edge, crop, filter));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"feature_extractor_type\": \"ViTFeatureExtractor\", \"size\": 224, \"resample\": 2",
        "\"image_processor_type\": \"ViTImageProcessorFast\", \"size\": {\"height\": 224, \"width\": 224}",
        "\"size\": 224, \"resample\": 2"
      })
  void squashes(String values) throws IOException {
    assertThat(read(values, OF_VIT).fit())
        .isEqualTo(ImageFit.squash(224, 224, Interpolation.BILINEAR));
  }

  @Test
  void withoutNormalizationBytesAreOnlyDivided() throws IOException {
    ImageProcessor processor = read("\"size\": 48, \"do_normalize\": false", OF_VIT);

    assertThat(processor.mean()).containsExactly(0.0, 0.0, 0.0);
    assertThat(processor.std()).containsExactly(1.0, 1.0, 1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"size\": 48, \"do_resize\": false | do_resize | false",
        "\"size\": 48, \"do_rescale\": false | do_rescale | false",
        "\"size\": 48, \"rescale_factor\": 0.00784313725490196 | rescale_factor | 0.0078",
        "\"size\": {\"shortest_edge\": 48}, \"do_center_crop\": false | do_center_crop | false",
        "\"size\": {\"shortest_edge\": 48}, \"crop_size\": 64 | crop_size | 64",
        "\"size\": {\"shortest_edge\": 48}, \"crop_size\": {\"height\": 48, \"width\": 32} | width | 32",
        "\"size\": {\"shortest_edge\": 48, \"longest_edge\": 96} | longest_edge | 96",
        "\"size\": {\"height\": 64, \"width\": 64}, \"do_center_crop\": true, \"crop_size\": 48 | crop_size | 48",
        "\"size\": {\"height\": 64} | width | needed",
        "\"size\": 48, \"resample\": 1 | resample | 1",
        "\"size\": 48, \"image_processor_type\": \"ConvNextImageProcessor\" | image_processor_type | ConvNext",
        "\"do_resize\": true | size | needed"
      })
  void whatIsNotDoneIsRefusedByNameAndValue(String values, String name, String value) {
    assertThatThrownBy(() -> read(values, OF_VIT))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(name, value);
  }

  @Test
  void deviationsMustBeThreeAboveZero() throws IOException {
    Path zero =
        TestCheckpoints.withProcessor(
            TestCheckpoints.original("vit"),
            temp.resolve("zero"),
            "{\"size\": 48, \"image_mean\": [0, 0, 0], \"image_std\": [0.5, 0, 0.5]}");
    Path two =
        TestCheckpoints.withProcessor(
            TestCheckpoints.original("vit"),
            temp.resolve("two"),
            "{\"size\": 48, \"image_mean\": [0, 0], \"image_std\": [0.5, 0.5, 0.5]}");

    assertThatThrownBy(() -> ImageProcessor.of(Checkpoint.open(zero), OF_VIT))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("image_std", "above 0");
    assertThatThrownBy(() -> ImageProcessor.of(Checkpoint.open(two), OF_VIT))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("image_mean", "three numbers");
  }
}
