package io.github.blemore.cli;

import io.github.blemore.calibration.CalibrationMethod;
import io.github.blemore.experiment.FusionDesign;
import io.github.blemore.fusion.Pooling;
import io.github.blemore.fusion.WeightSearch;
import io.github.blemore.gate.GateTraining;
import io.github.blemore.salience.Adaptation;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How votes become blends: options of the commands that fit. */
final class DesignOptions {

  /** How weights are found. */
  enum Search {
    EQUAL,
    SCORE,
    GREEDY,
    LIKELIHOOD,
    DIRECT,
    GATE;

    private FusionDesign.Builder design(
        Pooling pooling, ThresholdSearch thresholds, long seed, boolean allowAbsent) {
      String name = name().toLowerCase(Locale.ROOT);
      if (this == GATE) {
        GateTraining.Builder gate = GateTraining.builder().seed(seed);
        return FusionDesign.gated(name, (allowAbsent ? gate.allowAbsentClasses() : gate).build());
      }
      WeightSearch search =
          switch (this) {
            case SCORE -> WeightSearch.byScore(pooling).withThresholds(thresholds);
            case GREEDY -> WeightSearch.greedy(pooling);
            case LIKELIHOOD -> WeightSearch.likelihood(pooling);
            case DIRECT -> WeightSearch.direct(pooling).withSeed(seed);
            case EQUAL, GATE -> WeightSearch.equal(pooling);
          };
      return FusionDesign.builder(
          "%s, %s".formatted(name, pooling.name().toLowerCase(Locale.ROOT)), search);
    }
  }

  /** How thresholds are found. */
  enum Thresholds {
    EXACT,
    GRID,
    STABLE;

    private ThresholdSearch search(long seed) {
      return switch (this) {
        case EXACT -> ThresholdSearch.exact();
        case GRID -> ThresholdSearch.grid();
        case STABLE -> ThresholdSearch.stable().withSeed(seed);
      };
    }
  }

  @Option(
      names = "--search",
      paramLabel = "HOW",
      description = {
        "How the encoders' weights are found: equal, score (in proportion to each one's Score),",
        "greedy (ensemble selection), likelihood (of the soft labels), direct (CMA-ES on Score);",
        "or gate, which weighs them anew for each clip (default: ${DEFAULT-VALUE})."
      })
  private Search search = Search.LIKELIHOOD;

  @Option(
      names = "--pooling",
      paramLabel = "HOW",
      description = "arithmetic or geometric mean of the votes (default: ${DEFAULT-VALUE}).")
  private Pooling pooling = Pooling.ARITHMETIC;

  @Option(
      names = "--thresholds",
      paramLabel = "HOW",
      description = {
        "How alpha and beta are found: exact (the best there are), grid (the baseline's 20 x 20),",
        "stable (the best in bad luck with people) (default: exact; grid with --protocol challenge)."
      })
  private @Nullable Thresholds thresholds;

  @Option(
      names = "--calibration",
      paramLabel = "HOW",
      description = "none, temperature or vector scaling (default: ${DEFAULT-VALUE}).")
  private CalibrationMethod calibration = CalibrationMethod.TEMPERATURE;

  @Option(
      names = "--personal",
      paramLabel = "beta|balance|both",
      arity = "0..1",
      fallbackValue = "both",
      description = {
        "Adapts decisions to each person, without labels, by how all their clips differ from",
        "others': beta, the balance of emotions, or both, which is what --personal alone means.",
        "Takes it that everybody shows everything about equally often."
      })
  private @Nullable Adaptation personal;

  @Option(
      names = "--risk",
      paramLabel = "R",
      description = {
        "Says \"uncertain\" so that of the other decisions at most this share, 0..1, has wrong",
        "emotions on the clips this is fitted to; expect more on others (default: never)."
      })
  private @Nullable Double risk;

  /** How thresholds are found; empty if that was left open. */
  Optional<ThresholdSearch> thresholds(long seed) {
    return Optional.ofNullable(thresholds).map(how -> how.search(seed));
  }

  /** The design that was asked for. */
  FusionDesign design(long seed, ThresholdSearch usual, boolean allowAbsent) {
    return design(search, pooling, seed, usual, allowAbsent);
  }

  /** All searches under both poolings but the one that was asked for, to compare with it. */
  List<FusionDesign> others(long seed, ThresholdSearch usual, boolean allowAbsent) {
    List<FusionDesign> others = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(Set.of(design(seed, usual, allowAbsent).name()));
    for (Pooling pool : Pooling.values()) {
      for (Search one : Search.values()) {
        FusionDesign other = design(one, pool, seed, usual, allowAbsent);
        if (names.add(other.name())) {
          others.add(other);
        }
      }
    }
    return others;
  }

  private FusionDesign design(
      Search how, Pooling pool, long seed, ThresholdSearch usual, boolean allowAbsent) {
    ThresholdSearch chosen = thresholds == null ? usual : thresholds.search(seed);
    FusionDesign.Builder design =
        how.design(pool, chosen, seed, allowAbsent).thresholds(chosen).calibration(calibration);
    if (personal != null) {
      design.personalized(personal);
    }
    if (risk != null) {
      design.risk(risk);
    }
    return design.build();
  }
}
