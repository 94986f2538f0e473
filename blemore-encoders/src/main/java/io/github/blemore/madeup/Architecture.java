package io.github.blemore.madeup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.checkpoint.Config;
import java.util.Optional;

/** What of a family is needed to make up a checkpoint. Immutable. */
interface Architecture {

  /** Fills the {@code config.json} of a size. */
  void config(MadeUpSize size, ObjectNode json);

  /** The family's {@code preprocessor_config.json} for a config; empty if it has none. */
  Optional<ObjectNode> processor(ObjectNode config);

  /** Adds all tensors of a model with this {@code config.json}. */
  void tensors(Config config, TensorPlan plan);
}
