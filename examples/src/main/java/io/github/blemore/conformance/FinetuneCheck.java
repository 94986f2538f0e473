package io.github.blemore.conformance;

import io.github.blemore.head.SoftLabelKl;
import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Adapting encoders against the originals: folder {@code finetune}, which holds the loss with its
 * gradient, and a folder for each encoder that is trained.
 */
final class FinetuneCheck implements Conformance.FixtureCheck {

  private static final String LOSS = "kl_loss";
  private static final double FLOAT32 = 1e-5;
  private static final double FLOAT64 = 1e-12;

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    for (Path part : FixtureFiles.list(folder, "")) {
      String name = FixtureFiles.name(part);
      if (name.equals(LOSS)) {
        loss(part, findings);
      } else if (TrainingCheck.knows(name)) {
        TrainingCheck.run(part, findings);
      } else if (Files.isDirectory(part)) {
        findings.skip("finetune/" + name, "no check for this folder in this version");
      }
    }
  }

  private static void loss(Path folder, Findings findings) throws IOException {
    NpyArray logits = NpyArray.read(folder.resolve("logits.npy"));
    NpyArray labels = NpyArray.read(folder.resolve("soft_labels.npy"));
    float[] narrow = logits.toFloats();
    float[] narrowLabels = labels.toFloats();
    float32("probabilities", SoftLabelKl.probabilities(narrow), folder, findings);
    float32("loss", new float[] {SoftLabelKl.loss(narrow, narrowLabels)}, folder, findings);
    float32("gradient", SoftLabelKl.gradient(narrow, narrowLabels), folder, findings);
    double[] wide = logits.toDoubles();
    double[] wideLabels = labels.toDoubles();
    float64("probabilities", SoftLabelKl.probabilities(wide), folder, findings);
    float64("loss", new double[] {SoftLabelKl.loss(wide, wideLabels)}, folder, findings);
    float64("gradient", SoftLabelKl.gradient(wide, wideLabels), folder, findings);
  }

  private static void float32(String what, float[] actual, Path folder, Findings findings) {
    String tensor = what + "_float32";
    findings.check(
        LOSS,
        tensor,
        FLOAT32,
        () -> Findings.maxAbsDiff(actual, FixtureFiles.floats(folder.resolve(tensor + ".npy"))));
  }

  private static void float64(String what, double[] actual, Path folder, Findings findings) {
    String tensor = what + "_float64";
    findings.check(
        LOSS,
        tensor,
        FLOAT64,
        () -> Findings.maxAbsDiff(actual, FixtureFiles.doubles(folder.resolve(tensor + ".npy"))));
  }
}
