package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.finetune.FineTuneSettings;
import io.github.blemore.finetune.augment.VideoAugmentation;
import io.github.blemore.s4d.S4dNet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class FineTuneOptionsTest {

  @Command
  private static final class Holder {
    @Mixin private FineTuneOptions options = new FineTuneOptions();
  }

  private static FineTuneSettings settings(String... arguments) {
    Holder holder = new Holder();
    new CommandLine(holder)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(
            Arrays.stream(arguments)
                .flatMap(words -> Arrays.stream(words.split(" ", -1)))
                .toArray(String[]::new));
    return holder.options.settings();
  }

  @Test
  void defaultsAreTheLibrarys() {
    assertThat(settings().texts()).isEqualTo(FineTuneSettings.builder().build().texts());
  }

  @Test
  void everySettingHasAnOption() {
    FineTuneSettings chosen =
        settings(
            "--epochs 3 --batch 6 --clips-at-once 2 --learning-rate 0.01 --least-rate 0.5",
            "--warmup 0.2 --weight-decay 0.1 --layer-decay 0.9 --clip-norm 2 --drop-path 0.1",
            "--recompute --freeze embeddings --freeze head --freeze-layers 1",
            "--train-feature-extractor --keep-head --no-router-noise --batch-capacity",
            "--load-balancing 0.001 --patience 4 --seed 9 --augment published");

    assertThat(chosen.texts())
        .isEqualTo(
            FineTuneSettings.builder()
                .epochs(3)
                .batch(6)
                .clipsAtOnce(2)
                .learningRate(0.01)
                .leastRate(0.5)
                .warmup(0.2)
                .weightDecay(0.1)
                .layerDecay(0.9)
                .clip(2)
                .dropPath(0.1)
                .recompute()
                .freeze("embeddings")
                .freeze("head")
                .freezeLayers(1)
                .trainFeatureExtractor()
                .keepHead()
                .withoutRouterNoise()
                .capacity(S4dNet.Capacity.OF_BATCH)
                .loadBalancing(0.001)
                .patience(4)
                .seed(9)
                .augmentation(VideoAugmentation.published())
                .build()
                .texts());
    FineTuneSettings.builder()
        .build()
        .texts()
        .forEach(
            (name, value) -> assertThat(chosen.texts().get(name)).as(name).isNotEqualTo(value));
  }

  @Test
  void noNormIsZero() {
    assertThat(settings("--clip-norm 0").clip()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--augment none | crop off, flip off, erasing off, mixup off, cutmix off",
        "--augment published --crop 1 --mixup 0 | crop off, flip 0.5, erasing 0.25, mixup off, cutmix 1.0",
        "--crop 0.5 --flip 0.4 --erase 0.3 | crop 0.5..1.0, flip 0.4, erasing 0.3, mixup off, cutmix off",
        "--mixup 0.2 --cutmix 0.1 | crop off, flip off, erasing off, mixup 0.2, cutmix 0.1",
      })
  void singleOptionsReplaceThoseOfTheAugmentation(String options, String augmentation) {
    assertThat(settings(options).augmentation()).hasToString(augmentation);
  }

  @ParameterizedTest
  @CsvSource({
    "--epochs 0, epochs is 0",
    "--learning-rate 2, learningRate is 2.0",
    "--clip-norm -1, clip is -1.0",
    "--drop-path 1, dropPath is 1.0",
    "--load-balancing NaN, loadBalancing is NaN",
    "--freeze a --freeze a, freeze is \"a\"",
    "--crop 0, crop area is 0.0..1.0",
    "--flip 1.5, probability of flip is 1.5",
  })
  void whatIsOutOfRangeIsRefused(String options, String problem) {
    assertThatThrownBy(() -> settings(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }
}
