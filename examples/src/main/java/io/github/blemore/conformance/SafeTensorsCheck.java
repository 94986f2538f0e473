package io.github.blemore.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.ModelException;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Safetensors files of all kinds against NumPy's reading of them, and broken ones, which must be
 * refused: folder {@code safetensors_variants}.
 */
final class SafeTensorsCheck implements Conformance.FixtureCheck {

  private static final double EXACT = 0;
  private static final double WRONG = Double.MAX_VALUE;

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    JsonNode index = FixtureFiles.json(folder.resolve("index.json"));
    for (Path file : FixtureFiles.list(folder, ".safetensors")) {
      String name = FixtureFiles.name(file);
      if (name.startsWith("bad_")) {
        findings.check(name, "is refused", EXACT, () -> refused(file));
      } else {
        tensors(file, name, index, findings);
      }
    }
  }

  private static double refused(Path file) {
    try {
      SafeTensors.map(file);
      return WRONG;
    } catch (ModelException e) {
      return 0;
    }
  }

  private static void tensors(Path file, String name, JsonNode index, Findings findings) {
    findings.check(
        name, "names", EXACT, () -> Math.abs(SafeTensors.map(file).names().size() - index.size()));
    for (Map.Entry<String, JsonNode> entry : index.properties()) {
      findings.check(
          name,
          entry.getKey(),
          EXACT,
          () -> {
            Tensor tensor = SafeTensors.map(file).get(entry.getKey());
            NpyArray expected =
                NpyArray.read(file.resolveSibling(entry.getValue().required("expected").asText()));
            boolean sameKind =
                tensor.type().name().equals(entry.getValue().required("dtype").asText())
                    && Arrays.equals(
                        tensor.shape(), Arrays.stream(expected.shape()).asLongStream().toArray());
            return sameKind && Arrays.equals(tensor.toDoubles(), expected.toDoubles()) ? 0 : WRONG;
          });
    }
  }
}
