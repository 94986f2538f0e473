package io.github.blemore.simulation;

import io.github.blemore.Emotion;
import io.github.blemore.challenge.ClipName;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** Takes and pictures for tests. */
final class Takes {

  private static final long CORPUS = 20;

  private Takes() {}

  /** A take of one emotion, as strong as it gets; the person is one of a fixed corpus. */
  static Portrayal of(int actor, Emotion emotion) {
    String what = emotion == Emotion.NEUTRAL ? "neu_sit1" : emotion.code() + "_int4";
    return named(actor, what + "_ver1");
  }

  /** A take, by what follows the actor in its name. */
  static Portrayal named(int actor, String rest) {
    SimulatedActor person = new SimulatedActor(CORPUS, actor, SalienceStyles.PERSONAL);
    return new Portrayal(person, ClipName.parse(person.id() + "_" + rest), CORPUS);
  }

  /** A picture of the take, in shares of its length. */
  static BufferedImage picture(Portrayal portrayal, double share) {
    BufferedImage picture =
        new BufferedImage(PersonRenderer.WIDTH, PersonRenderer.HEIGHT, BufferedImage.TYPE_INT_RGB);
    new PersonRenderer(portrayal, PersonRenderer.WIDTH, PersonRenderer.HEIGHT)
        .render(share * portrayal.seconds(), picture);
    return picture;
  }

  /** Pixels of a picture of TYPE_INT_RGB; not a copy. */
  static int[] pixels(BufferedImage picture) {
    return ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
  }
}
