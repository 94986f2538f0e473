package io.github.blemore.acoustic;

import io.github.blemore.sound.KaldiFeatures;

/**
 * What is measured in each frame of one sound. Each array has one value for each frame; those of
 * the spectrum are 0 in frames that are silent.
 */
final class FrameDescriptors {

  /** Hz. */
  static final double RATE = 16000;

  /** Samples in a frame. */
  static final int FRAME = KaldiFeatures.FRAME;

  /** Samples from frame to frame. */
  static final int HOP = KaldiFeatures.HOP;

  /** MFCC 1 to this. */
  static final int CEPSTRUM = 13;

  /** Levels end here, in dB re full scale: the last step of 16-bit sound. Below it is silence. */
  static final double QUIETEST = -90;

  final int frames;
  final double[] level;
  final double[] slopeTo500;
  final double[] slopeTo1500;
  final double[] alphaRatio;
  final double[] hammarberg;
  final double[] centroid;
  final double[] rollOff;
  final double[] flux;
  final double[][] mfcc;

  FrameDescriptors(int frames) {
    this.frames = frames;
    this.level = new double[frames];
    this.slopeTo500 = new double[frames];
    this.slopeTo1500 = new double[frames];
    this.alphaRatio = new double[frames];
    this.hammarberg = new double[frames];
    this.centroid = new double[frames];
    this.rollOff = new double[frames];
    this.flux = new double[frames];
    this.mfcc = new double[CEPSTRUM][frames];
  }

  /** The sample in the middle of a frame. */
  static int center(int frame) {
    return FRAME / 2 + frame * HOP;
  }

  boolean sounding(int frame) {
    return level[frame] > QUIETEST;
  }
}
