package io.github.blemore.s4d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.network.Functions;
import io.github.blemore.network.Mlp;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Taps;
import java.util.List;

/**
 * The mixture of adapter experts of one block: each token is seen by the experts the router chose,
 * as long as they have room. An expert takes the first tokens that chose it, as many as its
 * capacity; the others get nothing from it, and their other weights stay as they are.
 *
 * @param router chooses
 * @param experts small MLPs
 * @param capacityFactor how much more room there is than equally loaded experts would need
 * @param functions where rows are picked and summed
 */
record Experts(Router router, List<Mlp> experts, double capacityFactor, Functions functions) {

  /**
   * What the experts add.
   *
   * @param x float32 {@code [batch, tokens, width]}
   * @param pass how this pass is run
   * @param block which of the blocks with experts this is, from 0
   * @return float32 {@code [batch, tokens, width]}
   */
  NDArray apply(NDArray x, S4dNet.Pass pass, int block) {
    return Scopes.scoped(
        () -> {
          Router.Choice choice = router.choose(x, pass.noise(), block);
          NDArray sum = mix(x, choice, pass.capacity()).reshape(x.getShape());
          Taps taps = pass.taps();
          taps.value("moe%d_logits".formatted(block), choice.logits());
          taps.value("moe%d_indices".formatted(block), choice.experts());
          taps.value("moe%d_gate".formatted(block), choice.gates());
          taps.value("moe%d_output".formatted(block), sum);
          return sum;
        });
  }

  private NDArray mix(NDArray x, Router.Choice choice, S4dNet.Capacity shared) {
    Shape shape = x.getShape();
    long groups = shared == S4dNet.Capacity.OF_BATCH ? 1 : shape.get(0);
    long places = shape.get(0) * shape.get(1);
    NDArray tokens = x.reshape(places, shape.get(2));
    NDArray gates = choice.gates().reshape(places, experts.size());
    NDArray chosen = choice.chosen().reshape(groups, places / groups, experts.size());
    NDList rows = new NDList();
    NDList outputs = new NDList();
    for (int e = 0; e < experts.size(); e++) {
      NDArray kept = functions.firstChosen(chosen.get(":, :, " + e), capacity(places / groups));
      NDArray gate = functions.rows(gates.get(":, %d:%d".formatted(e, e + 1)), kept);
      rows.add(kept);
      outputs.add(experts.get(e).apply(functions.rows(tokens, kept)).mul(gate));
    }
    return functions.sumRows(tokens, NDArrays.concat(rows), NDArrays.concat(outputs));
  }

  /** How many tokens of a group an expert takes. */
  private long capacity(long tokens) {
    return (long) ((double) (tokens * router.topK()) / experts.size() * capacityFactor);
  }
}
