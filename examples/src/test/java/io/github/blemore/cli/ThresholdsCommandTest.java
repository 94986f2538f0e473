package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThresholdsCommandTest {

  private static final double[] ROWS = {
    0.75, 0, 0, 0.25, 0, 0,
    0.625, 0, 0, 0.375, 0, 0
  };
  private static final String NAMES = "[\"A102_ang_int1_ver1\", \"A411_mix_ang_hap_70_30_ver1\"]";

  @TempDir private Path folder;

  private CommandRun thresholds(Path probabilities, Path names, String... more) {
    String[] arguments = new String[5 + more.length];
    arguments[0] = "thresholds";
    arguments[1] = "--probabilities";
    arguments[2] = probabilities.toString();
    arguments[3] = "--filenames";
    arguments[4] = names.toString();
    System.arraycopy(more, 0, arguments, 5, more.length);
    return CommandRun.of(arguments);
  }

  private Path names(String json) throws IOException {
    return Files.writeString(folder.resolve("names.json"), json);
  }

  private Path npy(String type, String shape, double... values) throws IOException {
    int width = Integer.parseInt(type.substring(1));
    String header = "{'descr': '<%s', 'fortran_order': False, 'shape': (%s), }\n";
    byte[] text = header.formatted(type, shape).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file =
        ByteBuffer.allocate(10 + text.length + width * values.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
            .putShort((short) text.length)
            .put(text);
    for (double value : values) {
      if (type.equals("f8")) {
        file.putDouble(value);
      } else if (type.equals("f4")) {
        file.putFloat((float) value);
      } else {
        file.putInt((int) value);
      }
    }
    return Files.write(folder.resolve("probabilities.npy"), file.array());
  }

  @Test
  void theExactSearchIsTheDefault() throws IOException {
    CommandRun result = thresholds(npy("f8", "2, 6", ROWS), names(NAMES), "--json");

    assertThat(result.exit()).as(result.err()).isZero();
    JsonNode json = result.json();
    assertThat(json.get("search").asText()).isEqualTo("exact");
    assertThat(json.get("alpha").asDouble()).isEqualTo(0.3125);
    assertThat(json.get("beta").asDouble()).isEqualTo(0.125);
    assertThat(json.get("presence").asDouble()).isEqualTo(1);
    assertThat(json.get("salience").asDouble()).isEqualTo(1);
    assertThat(json.get("score").asDouble()).isEqualTo(1);
    assertThat(json.get("best_presence").asDouble()).isEqualTo(1);
    assertThat(json.get("best_salience").asDouble()).isEqualTo(1);
    assertThat(json.get("presence_weight").asDouble()).isEqualTo(0.5);
    assertThat(json.get("clips").asInt()).isEqualTo(2);
    assertThat(json.get("seconds").asDouble()).isPositive();
  }

  @Test
  void theGridIsThatOfTheBaseline() throws IOException {
    CommandRun result =
        thresholds(npy("f8", "2, 6", ROWS), names(NAMES), "--json", "--search", "grid");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.json().get("search").asText()).isEqualTo("grid");
    assertThat(result.json().get("alpha").asDouble()).isCloseTo(0.05 + 5 * 0.9 / 19, within(1e-12));
    assertThat(result.json().get("beta").asDouble()).isEqualTo(0.05);
    assertThat(result.json().get("score").asDouble()).isEqualTo(1);
  }

  @Test
  void saysItInTextToo() throws IOException {
    CommandRun result =
        thresholds(npy("f8", "2, 6", ROWS), names(NAMES), "--presence-weight", "0.25");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out())
        .startsWith("alpha 0.3125, beta 0.125 (exact search, presence weighing 0.25, 2 clips, ")
        .contains(
            "ACC_presence 1.0000 (at best 1.0000), ACC_salience 1.0000 (at best 1.0000), Score 1.0000");
  }

  @Test
  void float32IsSearchedInFloat32() throws IOException {
    // As a float 0.1 is above the double 0.1: the only alpha that is right is between the two.
    double[] rows = {0.9, 0, 0, 0.1, 0, 0, 0.9, 0, 0, Math.nextUp(0.1f), 0, 0};
    CommandRun result = thresholds(npy("f4", "2, 6", rows), names(NAMES), "--json");

    assertThat(result.exit()).as(result.err()).isZero();
    double halfway = ((double) 0.1f + Math.nextUp(0.1f)) / 2;
    assertThat(result.json().get("alpha").asDouble()).isGreaterThanOrEqualTo(halfway);
    assertThat((float) result.json().get("alpha").asDouble()).isEqualTo(Math.nextUp(0.1f));
    assertThat(result.json().get("score").asDouble()).isEqualTo(1);
  }

  @Test
  void anArrayOfAnotherShapeOrTypeIsRefused() throws IOException {
    Path names = names(NAMES);

    assertFails(thresholds(npy("f8", "3, 4", ROWS), names), "f8 [3, 4]", "f4 or f8 [N, 6]");
    assertFails(thresholds(npy("f8", "12,", ROWS), names), "f8 [12]");
    assertFails(thresholds(npy("f8", "0, 6"), names), "f8 [0, 6]", "N at least 1");
    assertFails(thresholds(npy("i4", "2, 6", ROWS), names), "i4 [2, 6]");
    assertFails(thresholds(names, names), "names.json", "not an .npy file");
  }

  @Test
  void aRowThatIsNoDistributionIsNamed() throws IOException {
    double[] rows = ROWS.clone();
    rows[8] = Double.NaN;

    assertFails(
        thresholds(npy("f8", "2, 6", rows), names(NAMES)),
        "probabilities.npy: row 1: probability of fea is NaN");
  }

  @Test
  void asManyNamesAsRowsAreNeeded() throws IOException {
    assertFails(
        thresholds(npy("f8", "1, 6", 1, 0, 0, 0, 0, 0), names(NAMES)),
        "2 names",
        "1 rows: must be as many");
  }

  @Test
  void aNameThatDoesNotParseIsNamed() throws IOException {
    Path probabilities = npy("f8", "2, 6", ROWS);

    assertFails(
        thresholds(probabilities, names("[\"A102_ang_int1_ver1\", \"holiday.mov\"]")),
        "names.json: name 1: clip name \"holiday.mov\": must be like");
    assertFails(thresholds(probabilities, names("[null, 7]")), "name 0: clip name");
  }

  @Test
  void aNameThatStandsTwiceIsRefused() throws IOException {
    assertFails(
        thresholds(
            npy("f8", "2, 6", ROWS), names("[\"A102_ang_int1_ver1\", \"A102_ang_int1_ver1.mov\"]")),
        "name 1: clip A102_ang_int1_ver1.mov stands twice");
  }

  @Test
  void aFileThatIsNotThereOrNoJsonIsNamed() throws IOException {
    Path probabilities = npy("f8", "2, 6", ROWS);
    Path missing = folder.resolve("missing");

    assertFails(thresholds(missing, names(NAMES)), "missing is no file");
    assertFails(thresholds(probabilities, missing), "missing is no file");
    assertFails(thresholds(probabilities, names("[\"A102")), "names.json is no JSON");
    assertFails(thresholds(probabilities, names("{}")), "names.json: must be a JSON array");
    assertFails(thresholds(probabilities, names("")), "names.json: must be a JSON array");
  }

  private static void assertFails(CommandRun result, String... messages) {
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("error: ").contains(messages).hasLineCount(1);
  }

  @Test
  void wrongOptionsAreTwo() throws IOException {
    Path probabilities = npy("f8", "2, 6", ROWS);
    Path names = names(NAMES);

    assertThat(CommandRun.of("thresholds").exit()).isEqualTo(2);
    assertThat(thresholds(probabilities, names, "--search", "random").exit()).isEqualTo(2);
    assertThat(thresholds(probabilities, names, "--presence-weight", "much").exit()).isEqualTo(2);
    CommandRun result = thresholds(probabilities, names, "--presence-weight", "1.5");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("presence weight is 1.5: must be 0..1");
  }
}
