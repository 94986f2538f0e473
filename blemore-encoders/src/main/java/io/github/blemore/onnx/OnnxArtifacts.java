package io.github.blemore.onnx;

import io.github.blemore.ModelException;
import io.github.blemore.internal.Artifacts;

/** What must be on the class path to run ONNX models. Knows no class of it. */
final class OnnxArtifacts {

  private OnnxArtifacts() {}

  static ModelException missing(Throwable cause) {
    return new ModelException(
        "ONNX Runtime cannot be loaded (%s): it needs %s and %s on the class path"
            .formatted(
                cause,
                Artifacts.withVersion(OnnxArtifacts.class, "ai.djl.onnxruntime:onnxruntime-engine"),
                Artifacts.withVersion(
                    OnnxArtifacts.class, "com.microsoft.onnxruntime:onnxruntime")),
        cause);
  }
}
