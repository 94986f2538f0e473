package io.github.blemore.simulation;

import io.github.blemore.InterruptedWorkException;
import io.github.blemore.MediaException;
import java.awt.image.BufferedImage;

/** One take as a movie: its pictures drawn, its sound synthesized, both encoded. */
final class ClipRenderer {

  private ClipRenderer() {}

  /**
   * The bytes of a .mov file: always the same for the same take.
   *
   * @throws io.github.blemore.ModelException if libav is missing or lacks an encoder
   * @throws MediaException if it cannot be encoded
   * @throws InterruptedWorkException if the thread is interrupted
   */
  static byte[] render(Portrayal take) {
    try (MovEncoder encoder =
        new MovEncoder(PersonRenderer.WIDTH, PersonRenderer.HEIGHT, CorpusRecipe.NOTICE)) {
      encoder.sound(VoiceSynthesizer.synthesize(take, MovEncoder.SAMPLE_RATE));
      draw(take, encoder);
      return encoder.finish();
    } catch (MediaException e) {
      throw new MediaException("cannot make %s.mov: %s".formatted(take.name(), e.getMessage()), e);
    }
  }

  private static void draw(Portrayal take, MovEncoder encoder) {
    PersonRenderer renderer = new PersonRenderer(take, PersonRenderer.WIDTH, PersonRenderer.HEIGHT);
    BufferedImage picture =
        new BufferedImage(PersonRenderer.WIDTH, PersonRenderer.HEIGHT, BufferedImage.TYPE_INT_RGB);
    long count = Math.round(take.seconds() * MovEncoder.FRAMES_PER_SECOND);
    for (int i = 0; i < count; i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedWorkException(
            "interrupted before %s.mov was complete: nothing of it is kept".formatted(take.name()));
      }
      renderer.render(i / (double) MovEncoder.FRAMES_PER_SECOND, picture);
      encoder.picture(picture);
    }
  }
}
