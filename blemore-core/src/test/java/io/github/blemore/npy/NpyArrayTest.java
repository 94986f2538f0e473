package io.github.blemore.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyArrayTest {

  @TempDir private Path folder;

  private static byte[] file(String header, byte... data) {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) text.length).put(text).put(data);
    return bytes.array();
  }

  private static String header(String type, String shape) {
    return "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(type, shape);
  }

  @Test
  void readsTypesAndShapes() {
    byte[] floats =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putFloat(-2).array();

    assertThat(NpyArray.parse(file(header("<f4", "2, 1"), floats)).toDoubles())
        .containsExactly(1.5, -2);
    assertThat(NpyArray.parse(file(header("<f4", "2, 1"), floats)).shape()).containsExactly(2, 1);
    assertThat(NpyArray.parse(file(header("|i1", "2,"), (byte) -1, (byte) 7)).toFloats())
        .containsExactly(-1, 7);
    assertThat(NpyArray.parse(file(header("|u1", "2,"), (byte) -1, (byte) 7)).toDoubles())
        .containsExactly(255, 7);
    assertThat(NpyArray.parse(file(header("<i2", ""), (byte) 0, (byte) -128)).toDoubles())
        .containsExactly(-32768);
    assertThat(NpyArray.parse(file(header("<f8", "0, 6"))).size()).isZero();
  }

  @Test
  void refusesWhatItCannotRead() {
    assertThatThrownBy(() -> NpyArray.parse("hello".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("not an .npy file");
    assertThatThrownBy(() -> NpyArray.parse(file(header("<f4", "2,"), new byte[7])))
        .hasMessageContainingAll("takes 8 bytes", "has 7");
    assertThatThrownBy(
            () -> NpyArray.parse(file(header("<f8", "2000000000, 2000000000, 2000000000"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the file has 0");
    assertThatThrownBy(() -> NpyArray.parse(file(header("<c8", "1,"), new byte[8])))
        .hasMessageContaining("<c8");
    assertThatThrownBy(() -> NpyArray.parse(file(header(">f4", "1,"), new byte[4])))
        .hasMessageContaining(">f4");
    assertThatThrownBy(
            () ->
                NpyArray.parse(
                    file("{'descr': '<f4', 'fortran_order': True, 'shape': (1,)}", new byte[4])))
        .hasMessageContaining("Fortran");
    assertThatThrownBy(() -> NpyArray.parse(file("{'descr': '<f4'}", new byte[4])))
        .hasMessageContaining("fortran_order");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "npy/float32_3x2.npy",
        "npy/float32_long_shape.npy",
        "npy/float64_5.npy",
        "npy/float64_scalar.npy",
        "blemore/probs.npy"
      })
  void writesTheBytesOfNumPy(String name) throws IOException {
    NpyArray original = Fixtures.npy(name);
    NpyArray made =
        original.type().equals("f4")
            ? NpyArray.ofFloats(original.toFloats(), original.shape())
            : NpyArray.ofDoubles(original.toDoubles(), original.shape());
    Path file = folder.resolve("array.npy");
    made.write(file);

    assertThat(file).hasBinaryContent(Fixtures.bytes(name));
  }

  @Test
  void writesWhatItHasRead() throws IOException {
    Path file = folder.resolve("array.npy");
    Fixtures.npy("blemore/pred_matrix_0.npy").write(file);

    assertThat(file).hasBinaryContent(Fixtures.bytes("blemore/pred_matrix_0.npy"));
  }

  @Test
  void copiesWhatItIsMadeOf() {
    float[] values = {1, 2};
    int[] shape = {2, 1};
    NpyArray array = NpyArray.ofFloats(values, shape);
    values[0] = 9;
    shape[0] = 9;

    assertThat(array.toFloats()).containsExactly(1, 2);
    assertThat(array.shape()).containsExactly(2, 1);
    assertThat(array.type()).isEqualTo("f4");
  }

  @Test
  void refusesShapesThatDoNotFit() {
    assertThatThrownBy(() -> NpyArray.ofFloats(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 values in an array of f4 [2, 3]");
    assertThatThrownBy(() -> NpyArray.ofDoubles(new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 values in an array of f8 []");
    assertThatThrownBy(() -> NpyArray.ofDoubles(new double[0], 1 << 16, 1 << 16, 1 << 16, 1 << 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 values");
    assertThatThrownBy(() -> NpyArray.ofFloats(new float[2], -2, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no axis may be negative");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> NpyArray.ofFloats(new float[1]).write(folder.resolve("no/a.npy")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.npy");
  }

  @Test
  void namesTheFile() throws IOException {
    Path file = folder.resolve("broken.npy");
    Files.writeString(file, "no array");

    assertThatThrownBy(() -> NpyArray.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken.npy");
  }
}
