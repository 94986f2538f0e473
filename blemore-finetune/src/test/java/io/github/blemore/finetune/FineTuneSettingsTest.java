package io.github.blemore.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.finetune.augment.VideoAugmentation;
import io.github.blemore.s4d.S4dNet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FineTuneSettingsTest {

  /** An option, by the name it has in texts, and what it is there when it is set. */
  private record Option(UnaryOperator<FineTuneSettings.Builder> set, String text) {}

  private static final Map<String, Option> OPTIONS = options();

  private static Map<String, Option> options() {
    Map<String, Option> options = new LinkedHashMap<>();
    options.put("epochs", new Option(b -> b.epochs(7), "7"));
    options.put("batch", new Option(b -> b.batch(6), "6"));
    options.put("clipsAtOnce", new Option(b -> b.clipsAtOnce(3), "3"));
    options.put("learningRate", new Option(b -> b.learningRate(0.002), "0.002"));
    options.put("leastRate", new Option(b -> b.leastRate(0.5), "0.5"));
    options.put("warmup", new Option(b -> b.warmup(0.25), "0.25"));
    options.put("weightDecay", new Option(b -> b.weightDecay(0.125), "0.125"));
    options.put("layerDecay", new Option(b -> b.layerDecay(0.9), "0.9"));
    options.put("clip", new Option(b -> b.clip(2), "2.0"));
    options.put("dropPath", new Option(b -> b.dropPath(0.1), "0.1"));
    options.put("recomputes", new Option(FineTuneSettings.Builder::recompute, "true"));
    VideoAugmentation flipped = VideoAugmentation.builder().flip(0.5).build();
    options.put("augmentation", new Option(b -> b.augmentation(flipped), flipped.toString()));
    options.put("frozenLayers", new Option(b -> b.freezeLayers(2), "2"));
    options.put(
        "trainsFeatureExtractor",
        new Option(FineTuneSettings.Builder::trainFeatureExtractor, "true"));
    options.put("keepsHead", new Option(FineTuneSettings.Builder::keepHead, "true"));
    options.put("routerNoise", new Option(FineTuneSettings.Builder::withoutRouterNoise, "false"));
    options.put("capacity", new Option(b -> b.capacity(S4dNet.Capacity.OF_BATCH), "of_batch"));
    options.put("loadBalancing", new Option(b -> b.loadBalancing(0.001), "0.001"));
    options.put("patience", new Option(b -> b.patience(9), "9"));
    options.put("seed", new Option(b -> b.seed(-3), "-3"));
    return options;
  }

  private static Stream<String> names() {
    return OPTIONS.keySet().stream();
  }

  @Test
  void defaultsAreAsDocumented() {
    FineTuneSettings settings = FineTuneSettings.builder().build();
    assertThat(settings.epochs()).isEqualTo(30);
    assertThat(settings.batch()).isEqualTo(8);
    assertThat(settings.clipsAtOnce()).isEqualTo(8);
    assertThat(settings.learningRate()).isEqualTo(1e-4);
    assertThat(settings.leastRate()).isEqualTo(0.01);
    assertThat(settings.warmup()).isEqualTo(0.1);
    assertThat(settings.weightDecay()).isEqualTo(0.05);
    assertThat(settings.layerDecay()).isEqualTo(0.75);
    assertThat(settings.clip()).contains(1.0);
    assertThat(settings.dropPath()).isZero();
    assertThat(settings.recomputes()).isFalse();
    assertThat(settings.augmentation().isNone()).isTrue();
    assertThat(settings.frozen()).isEmpty();
    assertThat(settings.frozenLayers()).isZero();
    assertThat(settings.trainsFeatureExtractor()).isFalse();
    assertThat(settings.keepsHead()).isFalse();
    assertThat(settings.routerNoise()).isTrue();
    assertThat(settings.capacity()).isEqualTo(S4dNet.Capacity.OF_CLIP);
    assertThat(settings.loadBalancing()).isZero();
    assertThat(settings.patience()).isEqualTo(5);
    assertThat(settings.seed()).isZero();
  }

  /** An option that makes a difference and is not compared would let a stopped run go on wrong. */
  @Test
  void textsHaveAllOptions() {
    assertThat(FineTuneSettings.builder().build().texts().keySet())
        .containsExactlyInAnyOrderElementsOf(Stream.concat(names(), Stream.of("frozen")).toList());
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachOptionShowsInItsOwnText(String name) {
    Option option = Objects.requireNonNull(OPTIONS.get(name));
    SortedMap<String, String> before = FineTuneSettings.builder().build().texts();
    SortedMap<String, String> after =
        option.set().apply(FineTuneSettings.builder()).build().texts();
    assertThat(after).containsEntry(name, option.text());
    assertThat(before.get(name)).isNotEqualTo(option.text());
    if (!name.equals("batch")) {
      before.remove(name);
      after.remove(name);
      assertThat(after).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void anOptionSetTwiceIsRefused(String name) {
    Option option = Objects.requireNonNull(OPTIONS.get(name));
    FineTuneSettings.Builder builder = option.set().apply(FineTuneSettings.builder());
    assertThatThrownBy(() -> option.set().apply(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is set twice");
  }

  private static Arguments out(String option, UnaryOperator<FineTuneSettings.Builder> set) {
    return Arguments.of(option, set);
  }

  private static Stream<Arguments> outOfRange() {
    return Stream.of(
        out("epochs is 0: must be 1..100000", b -> b.epochs(0)),
        out("epochs is 100001", b -> b.epochs(100_001)),
        out("batch is 0: must be 1..4096", b -> b.batch(0)),
        out("batch is 4097", b -> b.batch(4097)),
        out("clipsAtOnce is 0", b -> b.clipsAtOnce(0)),
        out("clipsAtOnce is 4097", b -> b.clipsAtOnce(4097)),
        out("learningRate is 0.0: must be above 0", b -> b.learningRate(0)),
        out("learningRate is 1.5", b -> b.learningRate(1.5)),
        out("learningRate is NaN", b -> b.learningRate(Double.NaN)),
        out("leastRate is -0.1: must be 0..1", b -> b.leastRate(-0.1)),
        out("leastRate is 1.1", b -> b.leastRate(1.1)),
        out("warmup is -0.1", b -> b.warmup(-0.1)),
        out("warmup is NaN", b -> b.warmup(Double.NaN)),
        out("weightDecay is -1.0", b -> b.weightDecay(-1)),
        out("weightDecay is 2.0", b -> b.weightDecay(2)),
        out("layerDecay is 0.0: must be above 0, at most 1", b -> b.layerDecay(0)),
        out("layerDecay is 1.01", b -> b.layerDecay(1.01)),
        out("clip is 0.0: must be above 0", b -> b.clip(0)),
        out("clip is NaN", b -> b.clip(Double.NaN)),
        out("dropPath is 1.0: must be 0 to below 1", b -> b.dropPath(1)),
        out("dropPath is -0.1", b -> b.dropPath(-0.1)),
        out("freeze is \" \"", b -> b.freeze(" ")),
        out("freeze is \"head\"", b -> b.freeze("head").freeze("head")),
        out("freezeLayers is -1: must be 0 or more", b -> b.freezeLayers(-1)),
        out("loadBalancing is -0.1: must be 0 or more, finite", b -> b.loadBalancing(-0.1)),
        out("loadBalancing is Infinity", b -> b.loadBalancing(Double.POSITIVE_INFINITY)),
        out("patience is -1: must be 0 or more", b -> b.patience(-1)));
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void aValueOutOfRangeIsNamed(String message, UnaryOperator<FineTuneSettings.Builder> set) {
    FineTuneSettings.Builder builder = FineTuneSettings.builder();
    assertThatThrownBy(() -> set.apply(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void endsOfRangesAreInThem() {
    FineTuneSettings least =
        FineTuneSettings.builder()
            .epochs(1)
            .batch(1)
            .clipsAtOnce(4096)
            .leastRate(0)
            .warmup(0)
            .weightDecay(0)
            .dropPath(0)
            .loadBalancing(0)
            .patience(0)
            .build();
    assertThat(least.clipsAtOnce()).as("no more than a batch").isEqualTo(1);
    FineTuneSettings most =
        FineTuneSettings.builder()
            .epochs(100_000)
            .batch(4096)
            .learningRate(1)
            .leastRate(1)
            .warmup(1)
            .weightDecay(1)
            .layerDecay(1)
            .clip(Double.POSITIVE_INFINITY)
            .build();
    assertThat(most.clip()).isEqualTo(Optional.empty());
    assertThat(most.texts()).containsEntry("clip", "none");
  }

  @Test
  void severalPartsCanBeFrozen() {
    FineTuneSettings settings =
        FineTuneSettings.builder().freeze("embeddings").freeze("encoder.layer.0").build();
    assertThat(settings.frozen()).isEqualTo(List.of("embeddings", "encoder.layer.0"));
    assertThat(settings.texts()).containsEntry("frozen", "embeddings encoder.layer.0");
    assertThat(settings.toString())
        .startsWith("augmentation=")
        .contains(", batch=8,", "frozen=embeddings encoder.layer.0");
  }

  @Test
  void aBuilderBuildsOnce() {
    FineTuneSettings.Builder builder = FineTuneSettings.builder();
    builder.build();
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("start another builder");
  }
}
