package io.github.blemore.simulation;

import java.awt.Color;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a person looks like whatever they do: skin, hair, clothes, the room and its light.
 *
 * <p>Immutable, safe to share between threads.
 */
final class Looks {

  /** From the lightest to the darkest; people are anywhere between two neighbors. */
  private static final List<Color> SKINS =
      List.of(
          new Color(0xf3d3bd),
          new Color(0xe6b795),
          new Color(0xcf9a72),
          new Color(0xa8744f),
          new Color(0x7d5036),
          new Color(0x573727));

  private static final Color LIPS = new Color(0x9c3a44);
  private static final Color CREASE = new Color(0x3a1810);

  private static final List<Color> DARK_HAIR =
      List.of(new Color(0x14100e), new Color(0x241712), new Color(0x3a2418));

  private static final List<Color> ANY_HAIR =
      List.of(
          new Color(0x1b1411),
          new Color(0x3a2418),
          new Color(0x5d3b22),
          new Color(0x8a5a2e),
          new Color(0xb98c4f),
          new Color(0x8f3d1e),
          new Color(0x8d8a86));

  private static final List<Color> EYES =
      List.of(new Color(0x2e1c12), new Color(0x4a2f1b), new Color(0x56683c), new Color(0x4f7596));

  private static final List<Color> CLOTHES =
      List.of(
          new Color(0x2c3e5a),
          new Color(0x6b2d38),
          new Color(0x365848),
          new Color(0x8c8478),
          new Color(0xb9a88a),
          new Color(0x3b3b40),
          new Color(0x7a5a86),
          new Color(0xc9c4bb),
          new Color(0x4f7d92),
          new Color(0xb06a3f));

  private static final List<Color> WALLS =
      List.of(
          new Color(0x9aa5ab),
          new Color(0xb7b2a4),
          new Color(0x8b9a8c),
          new Color(0xa79aa6),
          new Color(0x76818c),
          new Color(0xc4bfb6));

  final FaceShape face;
  final Color skin;
  final Color lips;

  /** Of wrinkles and folds. */
  final Color crease;

  final Color hair;
  final Color brows;
  final Color iris;
  final Color clothes;
  final Color wall;
  final HairStyle hairStyle;
  final Beard beard;
  final Collar collar;
  final boolean glasses;
  final double shoulderHalf;

  /** Where the light comes from. */
  final Side lightSide;

  /** How much darker the far side is: 0..1. */
  final double contrast;

  /** How bright the picture is, around 1. */
  final double exposure;

  /** How much warmer (above 0) or cooler the light is than white. */
  final double warmth;

  /** Standard deviation of the camera's noise in levels of 255. */
  final double noise;

  Looks(SimulatedActor actor) {
    SplittableRandom random = actor.random("looks");
    face = new FaceShape(random);
    double tone = random.nextDouble(SKINS.size() - 1);
    int lighter = (int) tone;
    skin = Palette.mix(SKINS.get(lighter), SKINS.get(lighter + 1), tone - lighter);
    lips = Palette.mix(skin, LIPS, random.nextDouble(0.30, 0.55));
    crease = Palette.mix(Palette.lit(skin, 0.42), CREASE, 0.4);
    hair = pick(tone > 2.2 ? DARK_HAIR : ANY_HAIR, random);
    brows = Palette.mix(Palette.lit(hair, 0.7), skin, 0.08);
    iris = tone > 2.2 ? EYES.get(random.nextInt(2)) : pick(EYES, random);
    clothes = pick(CLOTHES, random);
    wall = pick(WALLS, random);
    hairStyle = pick(List.of(HairStyle.values()), random);
    beard =
        hairStyle.worn() == HairStyle.Worn.LONG || random.nextDouble() < 0.6
            ? Beard.NONE
            : pick(List.of(Beard.STUBBLE, Beard.MUSTACHE, Beard.FULL), random);
    collar = pick(List.of(Collar.values()), random);
    glasses = random.nextDouble() < 0.22;
    shoulderHalf = random.nextDouble(1.5, 1.85);
    lightSide = random.nextBoolean() ? Side.LEFT : Side.RIGHT;
    contrast = random.nextDouble(0.1, 0.4);
    exposure = random.nextDouble(0.9, 1.08);
    warmth = random.nextDouble(-0.04, 0.06);
    noise = random.nextDouble(1, 2.5);
  }

  /** The skin where it catches the light: dark skin shines more in comparison. */
  Color highlight(double strength) {
    return Palette.mix(
        Palette.lit(skin, 1 + strength), Color.WHITE, strength * (0.5 + 1.3 * darkness()));
  }

  /** How dark the skin is: 0 white, 1 black. */
  double darkness() {
    return 1 - (skin.getRed() + skin.getGreen() + skin.getBlue()) / (3 * 255.0);
  }

  private static <T> T pick(List<T> choices, SplittableRandom random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
