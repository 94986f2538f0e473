package io.github.blemore.system;

import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.ModelException;
import io.github.blemore.head.SoftmaxHead;
import java.util.List;

/**
 * An encoder of a system.
 *
 * @param origin what it must be, and how it is opened again
 * @param head what was fitted on its embeddings
 * @param taskAdapted whether its weights were adapted to the task, as those who fitted the system
 *     said
 */
public record SystemMember(EncoderOrigin origin, SoftmaxHead head, boolean taskAdapted) {

  /**
   * Checks that head and encoder belong together.
   *
   * @throws IllegalArgumentException if the head is of another encoder or dimension
   */
  public SystemMember {
    if (!head.encoderId().equals(origin.id()) || head.dimension() != origin.form().dimension()) {
      throw new IllegalArgumentException(
          "head of %s with %d features: encoder %s makes %d"
              .formatted(
                  head.encoderId(), head.dimension(), origin.id(), origin.form().dimension()));
    }
  }

  /** The encoder's id. */
  public String id() {
    return origin.id();
  }

  /**
   * Checks that an encoder of this form makes what the head was fitted on.
   *
   * @throws ModelException if it does not; the message says in what it differs
   */
  public void requireSame(EncoderForm found) {
    List<String> differences = origin.form().differences(found);
    if (!differences.isEmpty()) {
      throw new ModelException(
          "encoder %s is not the one this system was fitted with: %s"
              .formatted(id(), String.join("; ", differences)));
    }
  }
}
