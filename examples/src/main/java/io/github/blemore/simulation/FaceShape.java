package io.github.blemore.simulation;

import java.util.SplittableRandom;

/**
 * Where the parts of one person's face are at rest, in head units: half the width of an average
 * head. The origin is the middle between the eyes, x goes to the viewer's right and y down.
 *
 * <p>Immutable, safe to share between threads.
 */
final class FaceShape {

  final double halfWidth;
  final double crownY;
  final double jawHalf;
  final double chinY;
  final double eyeX;
  final double eyeHalf;
  final double eyeAbove;
  final double eyeBelow;
  final double eyeSlant;
  final double irisRadius;
  final double browY;
  final double browThickness;
  final double browArch;
  final double noseY;
  final double noseHalf;
  final double mouthY;
  final double mouthHalf;
  final double upperLip;
  final double lowerLip;
  final double foldDepth;
  final double neckHalf;

  FaceShape(SplittableRandom random) {
    halfWidth = random.nextDouble(0.92, 1.05);
    crownY = -random.nextDouble(1.22, 1.34);
    jawHalf = halfWidth * random.nextDouble(0.66, 0.82);
    chinY = random.nextDouble(1.26, 1.42);
    eyeX = random.nextDouble(0.40, 0.45);
    eyeHalf = random.nextDouble(0.205, 0.245);
    eyeAbove = random.nextDouble(0.085, 0.115);
    eyeBelow = random.nextDouble(0.055, 0.075);
    eyeSlant = random.nextDouble(-0.015, 0.035);
    irisRadius = random.nextDouble(0.108, 0.122);
    browY = -random.nextDouble(0.25, 0.31);
    browThickness = random.nextDouble(0.06, 0.105);
    browArch = random.nextDouble(0.02, 0.06);
    noseY = random.nextDouble(0.50, 0.58);
    noseHalf = random.nextDouble(0.17, 0.24);
    mouthY = random.nextDouble(0.85, 0.91);
    mouthHalf = random.nextDouble(0.32, 0.39);
    upperLip = random.nextDouble(0.055, 0.095);
    lowerLip = random.nextDouble(0.075, 0.12);
    foldDepth = random.nextDouble(0, 0.18);
    neckHalf = 0.74 * jawHalf;
  }
}
