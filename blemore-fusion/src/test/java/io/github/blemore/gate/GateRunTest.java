package io.github.blemore.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Device;
import io.github.blemore.Emotion;
import io.github.blemore.Fused;
import io.github.blemore.Vote;
import io.github.blemore.head.SoftLabelKl;
import io.github.blemore.head.Standardizer;
import io.github.blemore.head.TrainingSet;
import io.github.blemore.torch.TorchDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateRunTest {

  private static final TorchDevice CPU = TorchDevice.of(Device.cpu());

  /** Of steps so small that they change no result. */
  private static GateSettings settings(int dimension, int best, int batchSize) {
    return new GateSettings(dimension, best, 0.5, 0, 1e-30, 1, batchSize, 0, 0);
  }

  /** Clips of one to five encoders; an odd number of both. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 9})
  void javaComputesWhatPyTorchComputes(int best) {
    List<TrainingSet> sets = MadeUp.sets(3, 71, "a", "b", "c", "d", "e");
    GateClips clips = GateClips.of(sets);
    List<Standardizer> standardizers = clips.standardizers();
    GateWeights weights = GateWeights.random(clips.shape(24), new SplittableRandom(8));
    List<GateNetwork.Output> expected;
    try (GateRun run = new GateRun(CPU, settings(24, best, 32), weights, clips, standardizers)) {
      expected = run.predict(run.samples(clips, standardizers));
    }

    GateNetwork network = new GateNetwork(weights, best);
    int missing = 0;
    for (int clip = 0; clip < clips.size(); clip++) {
      GateNetwork.Output output = network.run(features(clips, clip, standardizers));
      assertThat(output.presence()).containsExactly(expected.get(clip).presence(), within(1e-5));
      assertThat(output.salience()).containsExactly(expected.get(clip).salience(), within(1e-5));
      assertThat(output.gate()).containsExactly(expected.get(clip).gate(), within(1e-5));
      for (int e = 0; e < clips.encoders(); e++) {
        missing += clips.isPresent(e, clip) ? 0 : 1;
        assertThat(clips.isPresent(e, clip) || output.gate()[e] == 0).isTrue();
      }
    }
    assertThat(missing).isPositive();
  }

  private static float[][] features(GateClips clips, int clip, List<Standardizer> standardizers) {
    float[][] features = new float[clips.encoders()][];
    for (int e = 0; e < features.length; e++) {
      features[e] = clips.features(e, clip, standardizers.get(e));
    }
    return features;
  }

  /**
   * Central differences of the loss, computed in Java, for every single weight; of weights at which
   * no ReLU and no choice of the best changes within a difference. Over some epochs, because
   * PyTorch optimizes a function after its first calls.
   */
  @Test
  void theGradientIsTheSlopeOfTheLoss() {
    GateClips clips = GateClips.of(MadeUp.sets(2, 9, "a", "b", "c"));
    List<Standardizer> standardizers = clips.standardizers();
    GateWeights weights = GateWeights.random(clips.shape(4), new SplittableRandom(11));
    try (GateRun run = new GateRun(CPU, settings(4, 2, 9), weights, clips, standardizers)) {
      for (int epoch = 1; epoch <= 4; epoch++) {
        float[] losses = run.epoch(LongStream.range(0, 9).toArray(), clips.presence());
        assertThat((double) losses[0] + losses[1])
            .isCloseTo(loss(weights, clips, standardizers), within(1e-5));
        assertSlopes(weights, run.means(), 1 - Math.pow(0.9, epoch), clips, standardizers);
      }
    }
  }

  /** That running means of the gradient, which never changed, are a certain share of it. */
  private static void assertSlopes(
      GateWeights weights,
      GateWeights means,
      double share,
      GateClips clips,
      List<Standardizer> standardizers) {
    double largest = 0;
    for (int tensor = 0; tensor < weights.tensors().size(); tensor++) {
      for (int i = 0; i < weights.tensors().get(tensor).length; i++) {
        double slope = slope(weights, tensor, i, clips, standardizers);
        assertThat(means.tensors().get(tensor)[i] / share)
            .as("%s, value %d", weights.shape().parts().get(tensor).name(), i)
            .isCloseTo(slope, within(1e-4));
        largest = Math.max(largest, Math.abs(slope));
      }
    }
    assertThat(largest).isGreaterThan(0.1);
  }

  private static double slope(
      GateWeights weights, int tensor, int i, GateClips clips, List<Standardizer> standardizers) {
    GateWeights above = changed(weights, tensor, i, 2e-3f);
    GateWeights below = changed(weights, tensor, i, -2e-3f);
    double step = (double) above.tensors().get(tensor)[i] - below.tensors().get(tensor)[i];
    return (loss(above, clips, standardizers) - loss(below, clips, standardizers)) / step;
  }

  private static GateWeights changed(GateWeights weights, int tensor, int i, float by) {
    List<float[]> tensors = new ArrayList<>(weights.tensors());
    tensors.set(tensor, tensors.get(tensor).clone());
    tensors.get(tensor)[i] += by;
    return new GateWeights(weights.shape(), tensors);
  }

  private static double loss(
      GateWeights weights, GateClips clips, List<Standardizer> standardizers) {
    GateNetwork network = new GateNetwork(weights, 2);
    double sum = 0;
    for (int clip = 0; clip < clips.size(); clip++) {
      GateNetwork.Output output = network.run(features(clips, clip, standardizers));
      Blend label = clips.labels().get(clip);
      for (Emotion emotion : Emotion.classOrder()) {
        double logit = output.presence()[emotion.index()];
        double right = label.salience(emotion) > 0 ? logit : -logit;
        sum += Math.log1p(Math.exp(-right));
      }
      sum += SoftLabelKl.loss(output.salience(), label.softLabel().toArray());
    }
    return sum / clips.size();
  }

  @Test
  void aBatchEqualsItsClipsAlone() {
    List<TrainingSet> sets = MadeUp.sets(5, 20, "a", "b", "c");
    TrainedGate trained =
        GateTraining.builder().dimension(8).best(2).allowAbsentClasses().build().fit(sets, 2);
    GateClips clips = GateClips.of(sets);
    List<Standardizer> standardizers = trained.fusion().standardizers();
    try (GateRun run =
        new GateRun(CPU, settings(8, 2, 7), trained.fusion().weights(), clips, standardizers)) {
      List<GateNetwork.Output> together = run.predict(run.samples(clips, standardizers));
      for (int clip = 0; clip < clips.size(); clip++) {
        Fused alone = trained.fusion().fuse(votes(sets, "clip-5-" + clip));
        assertThat(alone.distribution().toArray())
            .containsExactly(together.get(clip).joined(0.5).toArray(), within(1e-5));
      }
    }
  }

  private static List<Vote> votes(List<TrainingSet> sets, String clipId) {
    List<Vote> votes = new ArrayList<>();
    for (TrainingSet set : sets) {
      int index = set.clipIds().indexOf(clipId);
      votes.add(
          index < 0
              ? Vote.missing(set.encoderId(), "not seen")
              : MadeUp.vote(set.encoderId(), set.embedding(index).vector()));
    }
    return votes;
  }
}
