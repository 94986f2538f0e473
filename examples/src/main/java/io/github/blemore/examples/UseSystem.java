package io.github.blemore.examples;

import io.github.blemore.BlendRecognizer;
import io.github.blemore.Clip;
import io.github.blemore.Recognition;
import io.github.blemore.spec.EncoderSpec;
import io.github.blemore.system.BlendSystem;
import java.nio.file.Path;

/** Recognizes a clip by a system that was fitted: the README's third example. */
public final class UseSystem {

  private UseSystem() {}

  /**
   * Runs it.
   *
   * @param arguments the folder of the system, and a clip
   */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    Path file = Path.of(arguments[1]);
    // README begins
    BlendSystem system = BlendSystem.load(folder);
    try (BlendRecognizer recognizer =
        system
            .recognizer(
                member -> EncoderSpec.parse(member.origin().spec().orElse(member.id())).open())
            .build()) {
      Recognition recognition = recognizer.recognize(Clip.of(file));
      System.out.println(recognition); // says so if it is uncertain
      System.out.println(recognition.missing());
    }
    // README ends
  }
}
