package io.github.blemore.gate;

import io.github.blemore.Blend;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.head.Standardizer;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ThresholdSearch;
import io.github.blemore.threshold.Thresholds;
import java.util.List;

/** Tries the fusion of a {@link GateRun} on the validation clips, which stay on the device. */
final class GateValidator {

  private final GateRun run;
  private final GateRun.Samples samples;
  private final List<Blend> labels;
  private final ThresholdSearch search;
  private final double presenceShare;

  GateValidator(
      GateRun run,
      GateClips clips,
      List<Standardizer> standardizers,
      ThresholdSearch search,
      double presenceShare) {
    this.run = run;
    this.samples = run.samples(clips, standardizers);
    this.labels = clips.labels();
    this.search = search;
    this.presenceShare = presenceShare;
  }

  Thresholds validate() {
    List<EmotionDistribution> distributions =
        run.predict(samples).stream().map(output -> output.joined(presenceShare)).toList();
    return search.search(Probabilities.of(distributions), labels);
  }
}
