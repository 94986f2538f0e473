package io.github.blemore.faceapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.ModelException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TfjsWeightsTest {

  private static final String BYTES =
      """
      {"name": "a", "shape": [2, 1], "dtype": "float32",
       "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1}}""";
  private static final String FLOATS = "{\"name\": \"b\", \"shape\": [1], \"dtype\": \"float32\"}";

  /** Quantized 2 and 255, then 1.0f, little-endian. */
  private static final byte[] DATA = {2, (byte) 255, 0, 0, (byte) 0x80, 0x3f};

  private static TfjsWeights parse(String weights, byte[] data) throws NoSuchAlgorithmException {
    String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    String manifest = "[{\"weights\": [%s], \"paths\": [\"x.bin\"]}]".formatted(weights);
    return TfjsWeights.parse(manifest.getBytes(UTF_8), data, sha);
  }

  @Test
  void readsBytesAndFloats() throws NoSuchAlgorithmException {
    TfjsWeights weights = parse(BYTES + "," + FLOATS, DATA);
    assertThat(weights.get("a").shape()).containsExactly(2, 1);
    assertThat(weights.get("a").values()).containsExactly(0f, 126.5f);
    assertThat(weights.get("b").values()).containsExactly(1f);
    assertThatThrownBy(() -> weights.get("c"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("[a, b]");
  }

  @Test
  void refusesChangedData() {
    assertThatThrownBy(() -> TfjsWeights.parse(new byte[0], DATA, "expected-sum"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("expected expected-sum")
        .hasMessageContaining("have SHA-256 ");
  }

  @Test
  void refusesWhatDoesNotFitTheManifest() {
    assertThatThrownBy(() -> parse(BYTES, DATA))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("4 bytes are left over");
    assertThatThrownBy(() -> parse(FLOATS + "," + FLOATS, DATA))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("does not fit the 2 bytes left");
    assertThatThrownBy(() -> parse(FLOATS.replace("float32", "int32"), DATA))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("must be float32");
    assertThatThrownBy(() -> parse("}", DATA))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("manifest");
  }
}
