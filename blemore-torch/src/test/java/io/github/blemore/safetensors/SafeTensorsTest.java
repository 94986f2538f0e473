package io.github.blemore.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.ModelException;
import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures/safetensors_variants");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"sorted_padded", "shuffled_unpadded"})
  void readsWhatTheOriginalWrote(String name) throws IOException {
    Path file = FIXTURES.resolve(name + ".safetensors");
    SafeTensors mapped = SafeTensors.map(file);
    SafeTensors parsed = SafeTensors.parse(Files.readAllBytes(file), "bytes");
    JsonNode index = new ObjectMapper().readTree(FIXTURES.resolve("index.json").toFile());

    assertThat(mapped.names()).hasSize(index.size());
    for (Map.Entry<String, JsonNode> entry : index.properties()) {
      NpyArray expected =
          NpyArray.read(FIXTURES.resolve(entry.getValue().get("expected").asText()));
      for (SafeTensors tensors : new SafeTensors[] {mapped, parsed}) {
        Tensor tensor = tensors.get(entry.getKey());
        assertThat(tensor.type().name()).isEqualTo(entry.getValue().get("dtype").asText());
        assertThat(tensor.shape())
            .isEqualTo(Arrays.stream(expected.shape()).mapToLong(i -> i).toArray());
        assertThat(tensor.toDoubles()).isEqualTo(expected.toDoubles());
        assertThat(tensor.toFloats()).isEqualTo(expected.toFloats());
      }
    }
  }

  @Test
  void readsTheMetadata() {
    assertThat(SafeTensors.map(FIXTURES.resolve("sorted_padded.safetensors")).metadata())
        .containsEntry("format", "pt");
  }

  @ParameterizedTest
  @CsvSource({
    "bad_empty_file, only 0 bytes",
    "bad_huge_header_length, header claims 4611686018427387904 bytes",
    "bad_negative_shape, whole numbers",
    "bad_not_json, not JSON",
    "bad_offset_beyond_end, ends at byte 24 of 16",
    "bad_size_mismatch, needs 20 bytes and has 16",
    "bad_truncated_data, the file is cut",
  })
  void refusesBrokenFiles(String name, String reason) throws IOException {
    Path file = FIXTURES.resolve(name + ".safetensors");

    assertThatThrownBy(() -> SafeTensors.map(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(reason);
    byte[] bytes = Files.readAllBytes(file);
    assertThatThrownBy(() -> SafeTensors.parse(bytes, "these bytes"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("these bytes")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],"
            + "'data_offsets':[2,6]}} | begins at byte 2 where the one before ends at 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | begins at byte 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | belong to none",
        "{'a':{'dtype':'F4','shape':[1],'data_offsets':[0,8]}} | type \"F4\"",
        "{'a':{'dtype':'F64','shape':[1],'data_offsets':[8,0]}} | where it begins and ends",
        "{'a':{'dtype':'F64','shape':[1],'data_offsets':[0]}} | where it begins and ends",
        "{'a':{'dtype':'F64','shape':[1.5],'data_offsets':[0,8]}} | whole numbers",
        "{'a':{'dtype':'F64','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | too large",
        "{'a':{'dtype':'F64','shape':1,'data_offsets':[0,8]}} | must be a list",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],"
            + "'data_offsets':[4,8]}} | Duplicate",
        "{'__metadata__':{'k':1},'a':{'dtype':'F64','shape':[1],'data_offsets':[0,8]}} | a text",
        "[] | no JSON object",
        "{} x | not JSON",
      })
  void refusesHeadersThatDoNotFit(String header, String reason) {
    assertThatThrownBy(() -> SafeTensors.parse(file(header.replace('\'', '"'), 8), "file"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesAHeaderBeyondTheFormatsLimit() throws IOException {
    Path huge = folder.resolve("huge.safetensors");
    Files.write(huge, file("{}", 0));
    try (FileChannel channel = FileChannel.open(huge, StandardOpenOption.WRITE)) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      channel.write(length.putLong(100_000_001).flip(), 0);
      channel.write(ByteBuffer.wrap(new byte[1]), 200_000_000);
    }
    assertThatThrownBy(() -> SafeTensors.map(huge))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("100000000 are allowed");
  }

  @Test
  void refusesAMissingFile() {
    assertThatThrownBy(() -> SafeTensors.map(folder.resolve("none.safetensors")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("none.safetensors");
  }

  @Test
  void anUnknownTensorIsNamedAndSomeThatAreThere() {
    SafeTensors tensors = SafeTensors.map(FIXTURES.resolve("sorted_padded.safetensors"));

    assertThatThrownBy(() -> tensors.get("fc.0.weight"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("fc.0.weight")
        .hasMessageContaining("a.f32");
  }

  @Test
  void theViewOfBytesIsDirectLittleEndianAndReadOnly() {
    ByteBuffer bytes =
        SafeTensors.map(FIXTURES.resolve("sorted_padded.safetensors")).get("e.i64").bytes();

    assertThat(bytes.isDirect()).isTrue();
    assertThat(bytes.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getLong(0)).isEqualTo(-3);
    assertThatThrownBy(() -> bytes.putLong(0, 1)).isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Path file = folder.resolve("written.safetensors");
    new SafeTensorsWriter()
        .metadata("format", "pt")
        .metadata("note", "a \"quoted\" text, ü")
        .add("one", new float[] {1.5f}, 1)
        .add("matrix", new double[] {1, 2, 3, 4, 5, 1e-300}, 2, 3)
        .add("single", new float[] {-0f})
        .add("none", new float[0], 0, 7)
        .write(file);

    SafeTensors read = SafeTensors.map(file);
    assertThat(read.metadata())
        .containsExactly(Map.entry("format", "pt"), Map.entry("note", "a \"quoted\" text, ü"));
    assertThat(read.names()).containsExactlyInAnyOrder("one", "matrix", "single", "none");
    assertThat(read.get("one").toFloats()).containsExactly(1.5f);
    assertThat(read.get("matrix").shape()).containsExactly(2, 3);
    assertThat(read.get("matrix").toDoubles()).containsExactly(1, 2, 3, 4, 5, 1e-300);
    assertThat(read.get("single").shape()).isEmpty();
    assertThat(Float.floatToRawIntBits(read.get("single").toFloats()[0])).isEqualTo(1 << 31);
    assertThat(read.get("none").size()).isZero();
    assertThat(
            ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong(0) % 8)
        .isZero();
  }

  @Test
  void valuesAreComputedInOrderAsTheyAreWritten() throws IOException {
    Path file = folder.resolve("computed.safetensors");
    SafeTensorsWriter writer =
        new SafeTensorsWriter()
            .addComputed("ramp", index -> index / 2f, 3, 10_000)
            .addComputed("none", index -> Float.NaN, 0)
            .add("ids", new long[] {0, -1, Long.MAX_VALUE}, 1, 3);
    writer.write(file);

    SafeTensors read = SafeTensors.map(file);
    float[] ramp = read.get("ramp").toFloats();
    assertThat(ramp).hasSize(30_000);
    for (int i = 0; i < ramp.length; i++) {
      assertThat(ramp[i]).isEqualTo(i / 2f);
    }
    assertThat(read.get("none").size()).isZero();
    assertThat(read.get("ids").type()).isEqualTo(ElementType.I64);
    assertThat(read.get("ids").bytes().getLong(16)).isEqualTo(Long.MAX_VALUE);
    assertThat(writer.toBytes()).isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void suppliedValuesAreAskedForAsTheFileIsWritten() throws IOException {
    float[] values = new float[40_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(i * 0x9e3779b1);
    }
    AtomicInteger asked = new AtomicInteger();
    SafeTensorsWriter writer =
        new SafeTensorsWriter()
            .add(
                "values",
                () -> {
                  asked.incrementAndGet();
                  return values;
                },
                4,
                10_000)
            .add("none", () -> new float[0], 0);
    assertThat(asked).hasValue(0);
    Path file = folder.resolve("supplied.safetensors");
    writer.write(file);

    assertThat(asked).hasValue(1);
    Tensor read = SafeTensors.map(file).get("values");
    assertThat(read.shape()).containsExactly(4, 10_000);
    for (int i = 0; i < values.length; i++) {
      assertThat(read.bytes().getInt(4 * i)).isEqualTo(i * 0x9e3779b1);
    }
  }

  @Test
  void tensorsOfAnyTypeAreCopiedBitForBit() throws IOException {
    SafeTensors original = SafeTensors.map(FIXTURES.resolve("shuffled_unpadded.safetensors"));
    SafeTensorsWriter writer =
        new SafeTensorsWriter().add("large", new double[20_000], 20_000).metadata("m", "");
    original.names().forEach(name -> writer.add("copy." + name, original.get(name)));
    Path file = folder.resolve("copied.safetensors");
    writer.write(file);

    SafeTensors copies = SafeTensors.map(file);
    assertThat(original.names().stream().map(name -> original.get(name).type()))
        .contains(ElementType.I64, ElementType.F16, ElementType.BF16, ElementType.BOOL);
    for (String name : original.names()) {
      Tensor copy = copies.get("copy." + name);
      assertThat(copy.type()).isEqualTo(original.get(name).type());
      assertThat(copy.shape()).isEqualTo(original.get(name).shape());
      assertThat(copy.bytes()).isEqualTo(original.get(name).bytes());
    }
  }

  @Test
  void suppliedValuesThatDoNotFitLeaveTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("a.safetensors"), "old");
    SafeTensorsWriter writer = new SafeTensorsWriter().add("a", () -> new float[5], 2, 3);

    assertThatThrownBy(() -> writer.write(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor \"a\" has 5 values: do not fit [2, 3]");
    assertThat(file).hasContent("old");
  }

  @Test
  void refusesToWriteWhatCannotBeReadBack() {
    SafeTensorsWriter writer = new SafeTensorsWriter().add("a", new float[1], 1).metadata("m", "");

    assertThatThrownBy(() -> writer.add("a", new double[1], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"a\" is added twice");
    assertThatThrownBy(() -> writer.metadata("m", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"m\" is added twice");
    assertThatThrownBy(() -> writer.add("b", new float[6], 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 values")
        .hasMessageContaining("[2, 4]");
    assertThatThrownBy(() -> writer.add("b", new float[6], -2, -3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.addComputed("b", index -> 0, 2, -3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no length can be negative");
    assertThatThrownBy(() -> writer.add("__metadata__", new float[1], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileThatCannotBeWrittenLeavesTheOldOne() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("file"), "old");

    assertThatThrownBy(() -> new SafeTensorsWriter().write(notAFolder.resolve("a.safetensors")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no folder");
    assertThat(notAFolder).hasContent("old");
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }
}
