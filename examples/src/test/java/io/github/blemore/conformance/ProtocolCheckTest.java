package io.github.blemore.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small folder worked out by hand, in which one file name repeats. */
class ProtocolCheckTest {

  private static final String NAMES =
      "[\"A1_ang_int1_ver1\", \"A2_mix_ang_hap_70_30_ver1\", \"A1_ang_int1_ver1\"]";

  private static final String DICTIONARY =
      "{\"A1_ang_int1_ver1\": [{\"emotion\": \"sad\", \"salience\": 100.0}],"
          + "\"A2_mix_ang_hap_70_30_ver1\": [{\"emotion\": \"ang\", \"salience\": 70.0},"
          + " {\"emotion\": \"hap\", \"salience\": 30.0}]}";

  @TempDir private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.writeString(
        folder.resolve("label_order.json"),
        "[\"ang\", \"disg\", \"fea\", \"hap\", \"sad\", \"neu\"]");
    Files.writeString(folder.resolve("filenames.json"), NAMES);
    write("soft_labels.npy", 1, 0, 0, 0, 0, 0, 0.7, 0, 0, 0.3, 0, 0, 1, 0, 0, 0, 0, 0);
    write("probs.npy", 1, 0, 0, 0, 0, 0, 0.6, 0, 0, 0.4, 0, 0, 0, 0, 0, 0, 1, 0);
    Files.writeString(
        folder.resolve("predictions_index.json"),
        "[{\"index\": 7, \"alpha\": 0.1, \"beta\": 0.1,"
            + " \"acc_presence\": 0.5, \"acc_salience\": 1.0}]");
    Files.writeString(folder.resolve("pred_dict_7.json"), DICTIONARY);
    Path edgeCases = Files.createDirectory(folder.resolve("edge_cases"));
    Files.copy(folder.resolve("filenames.json"), edgeCases.resolve("filenames.json"));
    Files.copy(folder.resolve("probs.npy"), edgeCases.resolve("probs.npy"));
    Files.writeString(edgeCases.resolve("pred_dict_pair1.json"), DICTIONARY);
    NpyArray.ofDoubles(new double[] {1, 1, 0.1, 0.1}, 2, 2)
        .write(edgeCases.resolve("threshold_pairs.npy"));
    Path windows = Files.createDirectory(folder.resolve("subclip"));
    Files.writeString(windows.resolve("ids.json"), "[\"b\", \"a\", \"b\"]");
    Files.writeString(windows.resolve("agg_ids.json"), "[\"b\", \"a\"]");
    double log5 = Math.log(5);
    write("subclip/logits.npy", 0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 2 * log5, 0, 0, 0, 0, 0);
    double sixth = 1 / 6.0;
    write(
        "subclip/agg_probs.npy",
        0.5,
        0.1,
        0.1,
        0.1,
        0.1,
        0.1,
        sixth,
        sixth,
        sixth,
        sixth,
        sixth,
        sixth);
  }

  private void write(String name, double... values) throws IOException {
    NpyArray.ofDoubles(values, values.length / 6, 6).write(folder.resolve(name));
  }

  private Findings run() throws IOException {
    Findings findings = new Findings("blemore");
    new ProtocolCheck().run(folder, findings);
    return findings;
  }

  @Test
  void theLastOfARepeatedNameCounts() throws IOException {
    assertThat(run().checks())
        .allMatch(ConformanceReport.Check::ok)
        .extracting(ConformanceReport.Check::tensor)
        .containsExactly(
            "label_order",
            "soft_labels",
            "pred_dict_7",
            "acc_presence_7",
            "acc_salience_7",
            "pred_dict_pair1",
            "agg_ids",
            "agg_probs");
  }

  @Test
  void findsEachDifference() throws IOException {
    Files.writeString(folder.resolve("label_order.json"), "[\"ang\"]");
    write("soft_labels.npy", 1, 0, 0, 0, 0, 0, 0.3, 0, 0, 0.7, 0, 0, 1, 0, 0, 0, 0, 0);
    Files.writeString(folder.resolve("pred_dict_7.json"), DICTIONARY.replace("70.0", "69.9"));
    Files.writeString(
        folder.resolve("predictions_index.json"),
        "[{\"index\": 7, \"alpha\": 0.1, \"beta\": 0.1,"
            + " \"acc_presence\": 0.6666666666666666, \"acc_salience\": 0.9}]");
    Files.writeString(folder.resolve("edge_cases/pred_dict_pair1.json"), "{}");
    Files.writeString(folder.resolve("subclip/agg_ids.json"), "[\"a\", \"b\"]");
    write("subclip/agg_probs.npy", 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0);

    assertThat(run().checks()).hasSize(8).noneMatch(ConformanceReport.Check::ok);
  }
}
