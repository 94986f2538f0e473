/**
 * Faces: found in single frames by a {@link io.github.blemore.face.FaceDetector}, then followed
 * through the clip.
 *
 * <p>Everything here is safe to share between threads.
 */
@NullMarked
package io.github.blemore.face;

import org.jspecify.annotations.NullMarked;
