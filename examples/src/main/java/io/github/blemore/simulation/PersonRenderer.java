package io.github.blemore.simulation;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/**
 * Draws the person of one take, picture by picture: head, upper body, hands, the room, and a
 * camera's noise. A picture depends on the take and the time only, not on the pictures before it;
 * it is the same to the bit on the same Java runtime (another may smooth edges differently).
 *
 * <p>Not safe for several threads; several renderers are.
 */
final class PersonRenderer {

  /** Width of the pictures in pixels, as the corpus is made. */
  static final int WIDTH = 352;

  /**
   * Height of the pictures in pixels, as the corpus is made. A face is then about as large as the
   * 112 pixels of {@code face-api}'s crops, and looking for it takes a third of the time that 640 x
   * 360 pixels take.
   */
  static final int HEIGHT = 288;

  /** How many head units a picture is high. */
  private static final double UNITS_HIGH = 7.4;

  /** Where the eyes are at rest, in head units from the top. */
  private static final double EYES_FROM_TOP = 2.35;

  /** Where the neck begins: the head turns and tilts around this height. */
  private static final double PIVOT_Y = 1.5;

  private final Portrayal portrayal;
  private final int width;
  private final int height;
  private final Looks looks;
  private final FaceActing face;
  private final BodyActing body;
  private final Camera camera;
  private final HeadPainter head;
  private final HairPainter hair;
  private final EyePainter eyes;
  private final MouthPainter mouth;
  private final NosePainter nose;
  private final BodyPainter trunk;
  private final BufferedImage backdrop;
  private final BufferedImage scene;
  private final Brush brush;
  private final AffineTransform toPixels;

  /**
   * A renderer of one take.
   *
   * @param portrayal who acts what
   * @param width of the pictures in pixels
   * @param height of the pictures in pixels
   */
  PersonRenderer(Portrayal portrayal, int width, int height) {
    this.portrayal = portrayal;
    this.width = width;
    this.height = height;
    looks = new Looks(portrayal.actor());
    face = new FaceActing(portrayal);
    body = new BodyActing(portrayal);
    camera = new Camera(portrayal.actor(), looks);
    head = new HeadPainter(looks);
    hair = new HairPainter(looks);
    eyes = new EyePainter(looks);
    mouth = new MouthPainter(looks);
    nose = new NosePainter(looks);
    trunk = new BodyPainter(looks);
    backdrop = Backdrop.paint(portrayal.actor(), looks, width, height);
    scene = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    brush = new Brush(scene.createGraphics());
    toPixels = brush.graphics().getTransform();
  }

  /**
   * Draws one moment, over whatever the picture shows.
   *
   * @param seconds from the start of the take
   * @param into of the size given at construction, TYPE_3BYTE_BGR or TYPE_INT_RGB
   * @throws IllegalArgumentException if it is of another size or type
   */
  void render(double seconds, BufferedImage into) {
    requireFitting(into);
    person(seconds);
    int offset = portrayal.random("noise " + Math.round(1000 * seconds)).nextInt();
    camera.take(scene, offset, into);
  }

  private void requireFitting(BufferedImage into) {
    boolean knownType =
        into.getType() == BufferedImage.TYPE_INT_RGB
            || into.getType() == BufferedImage.TYPE_3BYTE_BGR;
    if (into.getWidth() != width || into.getHeight() != height || !knownType) {
      throw new IllegalArgumentException(
          ("picture of %d x %d pixels of type %d: must be %d x %d,"
                  + " TYPE_INT_RGB (1) or TYPE_3BYTE_BGR (5)")
              .formatted(into.getWidth(), into.getHeight(), into.getType(), width, height));
    }
  }

  private void person(double seconds) {
    BodyPose pose = body.at(seconds);
    FaceState state = new FaceState(looks.face, face.at(seconds));
    Graphics2D graphics = brush.graphics();
    graphics.setTransform(toPixels);
    graphics.drawImage(backdrop, 0, 0, null);
    double unit = height / UNITS_HIGH;
    graphics.translate(width / 2.0, EYES_FROM_TOP * unit);
    graphics.scale(unit, unit);
    place(graphics, pose);
    AffineTransform bodyPlace = graphics.getTransform();
    turnHead(graphics, pose);
    AffineTransform headPlace = graphics.getTransform();

    hair.behind(brush);
    head.neck(brush);
    graphics.setTransform(bodyPlace);
    trunk.trunk(brush, pose);
    graphics.setTransform(headPlace);
    head.paint(brush, state);
    features(pose, state, seconds);
    graphics.setTransform(headPlace);
    hair.onTop(brush);
    graphics.setTransform(bodyPlace);
    trunk.arms(brush, pose);
  }

  /** Leaning scales the person around the lower edge; the eyes sink as they come closer. */
  private static void place(Graphics2D graphics, BodyPose pose) {
    double lean = Math.tanh(pose.get(Joint.LEAN));
    graphics.translate(pose.get(Joint.SWAY), -pose.get(Joint.BOB) + 0.25 * lean);
    double scale = 1 + 0.10 * lean;
    graphics.translate(0, PIVOT_Y);
    graphics.scale(scale, scale);
    graphics.translate(0, -PIVOT_Y);
  }

  private static void turnHead(Graphics2D graphics, BodyPose pose) {
    double pitch = Math.tanh(pose.get(Joint.HEAD_PITCH));
    double slump = pose.get(Joint.SLUMP);
    graphics.translate(0.10 * pose.get(Joint.TURN), 0.15 * pitch + 0.12 * slump);
    graphics.translate(0, PIVOT_Y);
    graphics.rotate(0.22 * Math.tanh(pose.get(Joint.HEAD_ROLL) / 0.22));
    graphics.translate(0, -PIVOT_Y);
  }

  /** The features slide over the front of the head as it turns: a flat picture's way of turning. */
  private void features(BodyPose pose, FaceState state, double seconds) {
    double yaw = Math.tanh(pose.get(Joint.HEAD_YAW));
    double pitch = Math.tanh(pose.get(Joint.HEAD_PITCH));
    brush.graphics().translate(0.15 * yaw, 0.10 * pitch);
    brush.graphics().scale(1 - 0.04 * Math.abs(yaw), 1 - 0.03 * Math.abs(pitch));
    eyes.paint(brush, state, face.gazeAcross(seconds), face.gazeDown(seconds));
    mouth.beard(brush, state);
    nose.folds(brush, state);
    mouth.paint(brush, state);
    nose.paint(brush, state);
    if (looks.glasses) {
      head.glasses(brush);
    }
  }
}
