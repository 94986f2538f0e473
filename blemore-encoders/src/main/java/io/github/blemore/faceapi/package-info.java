/**
 * The embedded default for faces: the expression net of {@code @vladmandic/face-api} 1.7.15 (MIT),
 * whose weights come with this module. It was trained on single posed expressions; it is not the
 * paper's S4D-ViTMoE.
 *
 * <p>Read first: {@link io.github.blemore.faceapi.FaceApiEncoder}, then {@link
 * io.github.blemore.faceapi.FaceApiHead}. Both are safe to share between threads.
 */
@NullMarked
package io.github.blemore.faceapi;

import org.jspecify.annotations.NullMarked;
