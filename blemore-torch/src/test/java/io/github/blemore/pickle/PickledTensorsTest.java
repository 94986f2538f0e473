package io.github.blemore.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.ModelException;
import io.github.blemore.safetensors.ElementType;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PickledTensorsTest {

  private static final Path S4D_LIKE = Path.of("src/test/resources/fixtures/pickle/s4d_like.pth");
  private static final byte[] EIGHT_FLOATS = new byte[32];

  @TempDir Path folder;

  @Test
  void readsTheModelOfATrainingsFile() {
    PickledTensors tensors = PickledTensors.map(S4D_LIKE);

    assertThat(tensors.names())
        .containsExactly(
            "whole", "transposed", "offset", "parameter", "half", "brain", "long", "empty");
    requireTensor(tensors.get("whole"), ElementType.F32, new long[] {2, 4}, 0, 1, 2, 3, 4, 5, 6, 7);
    requireTensor(
        tensors.get("transposed"), ElementType.F32, new long[] {4, 2}, 0, 4, 1, 5, 2, 6, 3, 7);
    requireTensor(tensors.get("offset"), ElementType.F32, new long[] {3}, 5, 6, 7);
    requireTensor(tensors.get("parameter"), ElementType.F64, new long[] {2}, 0.1, -2);
    requireTensor(tensors.get("half"), ElementType.F16, new long[] {2}, 0.5, -3);
    requireTensor(tensors.get("brain"), ElementType.BF16, new long[] {2}, 1, -3);
    requireTensor(tensors.get("long"), ElementType.I64, new long[0], -7);
    requireTensor(tensors.get("empty"), ElementType.F32, new long[] {0, 3});
  }

  private static void requireTensor(
      Tensor tensor, ElementType type, long[] shape, double... values) {
    assertThat(tensor.type()).isEqualTo(type);
    assertThat(tensor.shape()).isEqualTo(shape);
    assertThat(tensor.toDoubles()).isEqualTo(values);
    assertThat(tensor.bytes().isDirect()).isTrue();
  }

  @Test
  void aPickleThatCallsSomethingIsRefusedByName() throws IOException {
    Path file =
        new PickleWriter()
            .global("os", "system")
            .text("touch owned")
            .op(0x85, 'R', '.')
            .write(folder.resolve("evil.pth"));

    requireRefused(file, "os.system: refused, not run");
  }

  @Test
  void aNameOnTheStackIsRefusedToo() throws IOException {
    Path file =
        new PickleWriter()
            .text("builtins")
            .text("eval")
            .op(0x93, '.')
            .write(folder.resolve("evil.pth"));

    requireRefused(file, "builtins.eval: refused, not run");
  }

  @Test
  void whatIsNoFunctionIsNotCalled() throws IOException {
    Path file =
        new PickleWriter()
            .text("print")
            .op(')', 'R', '.')
            .write(folder.resolve("text-as-function.pth"));

    requireRefused(file, "no function");
  }

  @Test
  void aCutFileIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(S4D_LIKE);
    for (int length : new int[] {0, 1, 30, whole.length / 2, whole.length - 1}) {
      Path file = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, length));

      requireRefused(file, "it is no zip file, or cut");
    }
  }

  @Test
  void anyByteMayBeWrong() throws IOException {
    byte[] whole = Files.readAllBytes(S4D_LIKE);
    Path file = folder.resolve("damaged.pth");
    for (int i = 0; i < whole.length; i += 17) {
      byte[] damaged = whole.clone();
      damaged[i] = (byte) ~damaged[i];
      Files.write(file, damaged);
      try {
        PickledTensors tensors = PickledTensors.map(file);
        tensors.names().forEach(name -> tensors.get(name).toDoubles());
      } catch (ModelException e) {
        assertThat(e).hasMessageContaining("damaged.pth");
      }
    }
  }

  @Test
  void tensorsBeyondTheirStorageAreRefused() throws IOException {
    long[][][] wrong = {
      {{1}, {9}, {1}},
      {{0}, {2, 4}, {5, 1}},
      {{8}, {1}, {1}},
      {{0}, {Long.MAX_VALUE, 3}, {1, 1}},
      {{0}, {3, 3}, {Long.MAX_VALUE, 1}},
      {{Long.MAX_VALUE}, {2}, {1}},
    };
    for (long[][] w : wrong) {
      requireRefused(
          tensor(8, w[0][0], w[1], w[2], EIGHT_FLOATS), "goes beyond the 8 elements of data/0");
    }
  }

  @Test
  void negativeSizesOffsetsAndStridesAreRefused() throws IOException {
    long[][][] wrong = {{{-1}, {2}, {1}}, {{0}, {-2}, {1}}, {{7}, {2}, {-1}}};
    for (long[][] w : wrong) {
      requireRefused(tensor(8, w[0][0], w[1], w[2], EIGHT_FLOATS), "must be 0 or more");
    }
    requireRefused(tensor(8, 0, new long[] {2, 2}, new long[] {1}, EIGHT_FLOATS), "as many");
    requireRefused(
        tensor(-1, 0, new long[] {1}, new long[] {1}, EIGHT_FLOATS), "data/0 has -1 elements");
  }

  @Test
  void aStorageThatIsTooShortIsRefused() throws IOException {
    requireRefused(
        tensor(9, 0, new long[] {1}, new long[] {1}, EIGHT_FLOATS),
        "data/0 should have 9 elements of 4 bytes: it has 32 bytes");
  }

  @Test
  void aTensorThatRepeatsElementsIsRefusedWhenAskedFor() throws IOException {
    PickledTensors tensors =
        PickledTensors.map(tensor(8, 0, new long[] {1L << 40, 8}, new long[] {0, 1}, EIGHT_FLOATS));

    assertThatThrownBy(() -> tensors.get("w"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("\"w\"")
        .hasMessageContaining("repeat the same elements");
  }

  private Path tensor(long elements, long offset, long[] sizes, long[] strides, byte[] data)
      throws IOException {
    return new PickleWriter()
        .tensor(elements, offset, sizes, strides)
        .op('.')
        .data("data/0", data)
        .write(folder.resolve("tensor.pth"));
  }

  @Test
  void aMissingStorageIsRefused() throws IOException {
    Path file =
        new PickleWriter()
            .tensor(8, 0, new long[] {8}, new long[] {1})
            .op('.')
            .write(folder.resolve("missing.pth"));

    requireRefused(file, "it has no entry archive/data/0");
  }

  @Test
  void unknownStoragesAndOperationsAreNamed() throws IOException {
    Path complex =
        new PickleWriter()
            .storage("ComplexFloatStorage", "0", 1)
            .op('.')
            .write(folder.resolve("complex.pth"));
    Path unknown = new PickleWriter().op(0xff, '.').write(folder.resolve("unknown.pth"));

    requireRefused(complex, "torch.ComplexFloatStorage");
    requireRefused(unknown, "operation 0xff");
  }

  @Test
  void otherProtocolsAreRefused() throws IOException {
    requireRefused(
        new PickleWriter().op(0x80, 5, 'N', '.').write(folder.resolve("five.pth")), "protocol 5");
  }

  @Test
  void unbalancedPicklesAreRefused() throws IOException {
    String[] pickles = {"", "N", ".", "t.", "h\0.", "Na.", "N}s.", "(.", "Q.", "]]u."};
    for (String pickle : pickles) {
      Path file =
          new PickleWriter().op(pickle.chars().toArray()).write(folder.resolve("unbalanced.pth"));

      requireRefused(file, "its pickle");
    }
  }

  @Test
  void lengthsBeyondThePickleClaimNoMemory() throws IOException {
    for (int operation : new int[] {'X', 'B', 'T', 0x8b}) {
      Path file =
          new PickleWriter()
              .op(operation, 0xff, 0xff, 0xff, 0x7f, '.')
              .write(folder.resolve("long.pth"));

      requireRefused(file, "of length 2147483647");
    }
  }

  @Test
  void deepNestingNeedsNoStack() throws IOException {
    PickleWriter writer = new PickleWriter().op('}').text("deep").op(')');
    for (int i = 0; i < 200_000; i++) {
      writer.op(0x85);
    }
    PickleWriter whole = writer.op('s').text("w");
    Path file =
        whole
            .global("torch._utils", "_rebuild_tensor_v2")
            .op('(')
            .storage("FloatStorage", "0", 8)
            .number(0)
            .numbers(8)
            .numbers(1)
            .op('t', 'R', 's', '.')
            .data("data/0", EIGHT_FLOATS)
            .write(folder.resolve("deep.pth"));

    assertThat(PickledTensors.map(file).names()).containsExactly("w");
  }

  @Test
  void aBillionLaughsAreNotUnfolded() throws IOException {
    PickleWriter writer = new PickleWriter().op('}').text("bomb").op('(', ']', 'q', 0);
    for (int i = 0; i < 60; i++) {
      writer.op(']', 'h', i, 'a', 'h', i, 'a', 'q', i + 1);
    }
    Path file = writer.op('t', 's', '.').write(folder.resolve("bomb.pth"));

    requireRefused(file, "it holds no tensors");
  }

  @Test
  void tooManyOperationsAreRefused() throws IOException {
    PickleWriter writer = new PickleWriter();
    for (int i = 0; i < Unpickler.MAX_STEPS; i++) {
      writer.op('N');
    }
    Path file = writer.op('.').write(folder.resolve("endless.pth"));

    requireRefused(file, "more than 4000000 steps");
  }

  @Test
  void keysMustBePlain() throws IOException {
    requireRefused(
        new PickleWriter().op('}', ']', 'N', 's', '.').write(folder.resolve("key.pth")),
        "a key of a dictionary is no number");
    requireRefused(
        new PickleWriter()
            .op('}')
            .text("k".repeat(65_537))
            .op('N', 's', '.')
            .write(folder.resolve("long-key.pth")),
        "a text of up to 65536 characters");
    requireRefused(
        new PickleWriter()
            .op('}', 0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1, 'N', 's', '.')
            .write(folder.resolve("big-key.pth")),
        "no number of 64 bits");
  }

  @Test
  void wholeNumbersHaveALimit() throws IOException {
    requireRefused(
        new PickleWriter().op(0x8a, 33).op(new int[33]).op('.').write(folder.resolve("33.pth")),
        "a whole number of length 33: at most 32 bytes");
    requireRefused(
        new PickleWriter()
            .op(0x8b, 0, 0, 16, 0)
            .op(new int[1 << 20])
            .op('.')
            .write(folder.resolve("1048576.pth")),
        "a whole number of length 1048576");
    requireRefused(
        new PickleWriter().op(0x8a, 32).op(new int[32]).op('.').write(folder.resolve("32.pth")),
        "it holds no dictionary");
  }

  @Test
  void copiesOfAListAreCounted() throws IOException {
    PickleWriter writer = new PickleWriter().text("a").op('N', 0x86, 'q', 1, ']', '(');
    for (int i = 0; i < 100_000; i++) {
      writer.op('h', 1);
    }
    writer.op('e', 0x85, 'q', 2).global("collections", "OrderedDict").op('q', 3);

    requireTooManySteps(writer, 30, 'h', 3, 'h', 2, 'R', '0');
  }

  @Test
  void copiesOfATextAreCounted() throws IOException {
    PickleWriter writer =
        new PickleWriter().text("x".repeat(1 << 20)).op(0x85, 'q', 2).global("_codecs", "encode");

    requireTooManySteps(writer.op('q', 3), 70, 'h', 3, 'h', 2, 'R');
  }

  @Test
  void copiesOfAttributesAreCounted() throws IOException {
    PickleWriter writer = new PickleWriter().op('}', '(');
    for (int i = 0; i < 100_000; i++) {
      writer.op('J', i, i >> 8, i >> 16, 0, 'N');
    }
    writer.op('u', 'q', 2).global("argparse", "Namespace").op('q', 3);

    requireTooManySteps(writer, 50, 'h', 3, ')', 'R', 'h', 2, 'b');
  }

  @Test
  void copiesOfSizesAreCounted() throws IOException {
    PickleWriter writer =
        new PickleWriter()
            .op('(')
            .storage("FloatStorage", "0", 8)
            .number(0)
            .numbers(new long[100_000])
            .op('2', 't', 'q', 2)
            .global("torch._utils", "_rebuild_tensor")
            .op('q', 3);

    requireTooManySteps(writer, 30, 'h', 3, 'h', 2, 'R');
  }

  private void requireTooManySteps(PickleWriter writer, int times, int... operations)
      throws IOException {
    for (int i = 0; i < times; i++) {
      writer.op(operations);
    }
    requireRefused(
        writer.op('.').write(folder.resolve("copies.pth")), "takes more than 4000000 steps");
  }

  @Test
  void aFileWithoutTensorsSaysWhatItHas() throws IOException {
    Path file =
        new PickleWriter()
            .op('}')
            .text("epoch")
            .number(3)
            .op('s', '.')
            .write(folder.resolve("epoch.pth"));
    Path none = new PickleWriter().op('N', '.').write(folder.resolve("none.pth"));

    requireRefused(file, "it has [epoch]");
    requireRefused(none, "no dictionary");
  }

  @Test
  void theOldFormatIsRefusedWithAdvice() throws IOException {
    byte[] old = {
      (byte) 0x80,
      2,
      (byte) 0x8a,
      10,
      0x6c,
      (byte) 0xfc,
      (byte) 0x9c,
      0x46,
      (byte) 0xf9,
      0x20,
      0x6a,
      (byte) 0xa8,
      0x50,
      0x19,
      '.',
      (byte) 0x80,
      2,
      'M',
      (byte) 0xe9,
      3,
      '.'
    };

    requireRefused(Files.write(folder.resolve("old.pth"), old), "before PyTorch 1.6; convert it");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    requireRefused(Files.writeString(folder.resolve("a.pth"), "no zip"), "it is no zip file");
    requireRefused(folder.resolve("none.pth"), "none.pth");
    requireRefused(
        new PickleWriter().op('N', '.').write(folder.resolve("packed.pth"), ZipEntry.DEFLATED),
        "archive/data.pkl is compressed");
    requireRefused(
        new PickleWriter()
            .op('N', '.')
            .data("byteorder", new byte[] {'b', 'i', 'g'})
            .write(folder.resolve("big.pth")),
        "not little-endian");
  }

  @Test
  void anUnknownTensorIsNamed() {
    assertThatThrownBy(() -> PickledTensors.map(S4D_LIKE).get("head.weight"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("s4d_like.pth has no tensor \"head.weight\" among its 8");
  }

  private static void requireRefused(Path file, String reason) {
    assertThatThrownBy(() -> PickledTensors.map(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining(reason);
  }
}
