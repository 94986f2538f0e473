package io.github.blemore.examples;

import io.github.blemore.BlendRecognizer;
import io.github.blemore.Clip;
import io.github.blemore.DecisionRule;
import io.github.blemore.Recognition;
import io.github.blemore.acoustic.AcousticEncoder;
import io.github.blemore.faceapi.FaceApiEncoder;
import io.github.blemore.faceapi.FaceApiHead;
import java.nio.file.Path;

/** The example of the README: one clip in, its blend out. */
public final class RecognizeClip {

  private RecognizeClip() {}

  /**
   * Prints what a clip shows.
   *
   * @param args the clip's path
   */
  public static void main(String[] args) {
    Path file = Path.of(args[0]);
    // README begins
    try (BlendRecognizer recognizer =
        BlendRecognizer.builder()
            .add(FaceApiEncoder.builder().build(), FaceApiHead.load())
            .add(AcousticEncoder.builder().build()) // no head fitted: reported as missing
            .decision(DecisionRule.of(0.10, 0.24))
            .build()) {
      Recognition recognition = recognizer.recognize(Clip.of(file));
      System.out.println(recognition.blend());
      System.out.println(recognition.distribution());
      System.out.println(recognition.missing());
    }
    // README ends
  }
}
