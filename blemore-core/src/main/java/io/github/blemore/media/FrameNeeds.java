package io.github.blemore.media;

/**
 * Which pictures an encoder needs.
 *
 * @param sampling which moments of the clip
 * @param region the whole frame, or the face in it
 * @param fit how a picture becomes the size the network takes
 */
public record FrameNeeds(FrameSampling sampling, FrameRegion region, ImageFit fit) {}
