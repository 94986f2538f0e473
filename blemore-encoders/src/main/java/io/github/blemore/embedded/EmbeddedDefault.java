package io.github.blemore.embedded;

import io.github.blemore.BlendRecognizer;
import io.github.blemore.DecisionRule;
import io.github.blemore.ThresholdRule;
import io.github.blemore.acoustic.AcousticEncoder;
import io.github.blemore.faceapi.FaceApiEncoder;
import io.github.blemore.faceapi.FaceApiHead;

/**
 * The recognizer that needs no files: the face-api expression net votes by its own ready head; the
 * acoustic encoder is there, but no head was ever fitted for it, so its vote is always missing.
 *
 * <p>Nothing here was fitted to BLEMORE or to any blended emotion. The face-api head was trained on
 * single posed expressions; {@link #RULE} is a starting point within the range the paper reports,
 * not an optimum. For results worth reporting, fit heads, weights and thresholds on labeled clips.
 */
public final class EmbeddedDefault {

  /** Presence threshold 0.10, salience threshold 0.24. */
  public static final ThresholdRule RULE = DecisionRule.of(0.10, 0.24);

  /** One line for people who see its results. */
  public static final String DESCRIPTION =
      "Embedded default: face-api's own expression head, alpha %s, beta %s; nothing fitted to BLEMORE."
          .formatted(RULE.alpha(), RULE.beta());

  private EmbeddedDefault() {}

  /**
   * A new recognizer; the caller closes it.
   *
   * @throws io.github.blemore.ModelException if a native library or the embedded weights cannot be
   *     loaded
   */
  public static BlendRecognizer recognizer() {
    FaceApiHead head = FaceApiHead.load();
    return BlendRecognizer.builder()
        .add(FaceApiEncoder.builder().build(), head)
        .add(AcousticEncoder.builder().build())
        .decision(RULE)
        .build();
  }
}
