package io.github.blemore.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes small ONNX models: the protobuf messages of onnx.proto, field by field. */
final class TestOnnx {

  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;
  private static final int FLOAT = 1;
  private static final int INTS = 7;

  /** A protobuf message. */
  static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return put(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return put(field, value.bytes.toByteArray());
    }

    private Message put(int field, byte[] value) {
      varint(((long) field << 3) | 2);
      varint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        bytes.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }
  }

  private TestOnnx() {}

  /** An operation; {@code axes} are left out if there are none. */
  static Message node(String operation, String input, String output, long... axes) {
    Message node = new Message().text(1, input).text(2, output).text(4, operation);
    if (axes.length > 0) {
      Message attribute = new Message().text(1, "axes");
      for (long axis : axes) {
        attribute.number(8, axis);
      }
      node.message(5, attribute.number(20, INTS));
    }
    return node;
  }

  /** A {@code ReduceMean} that drops the axes. */
  static Message mean(String input, String output, long... axes) {
    Message keep = new Message().text(1, "keepdims").number(3, 0).number(20, 2);
    return node("ReduceMean", input, output, axes).message(5, keep);
  }

  /** An input or output of float32; -1 is any length. */
  static Message port(String name, long... shape) {
    Message axes = new Message();
    for (int i = 0; i < shape.length; i++) {
      Message axis =
          shape[i] < 0 ? new Message().text(2, name + i) : new Message().number(1, shape[i]);
      axes.message(1, axis);
    }
    Message tensor = new Message().number(1, FLOAT).message(2, axes);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  static Path write(Path file, List<Message> nodes, List<Message> inputs, List<Message> outputs) {
    Message graph = new Message();
    nodes.forEach(node -> graph.message(1, node));
    graph.text(2, "test");
    inputs.forEach(input -> graph.message(11, input));
    outputs.forEach(output -> graph.message(12, output));
    Message model =
        new Message()
            .number(1, IR_VERSION)
            .message(8, new Message().text(1, "").number(2, OPSET))
            .message(7, graph);
    try {
      return Files.write(file, model.bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
