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
  private static final int INT64 = 7;
  private static final int BOOL = 9;
  private static final int INT = 2;
  private static final int INTS = 7;
  private static final int TENSOR = 4;
  private static final int EXTERNAL = 1;

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
    return number(node("ReduceMean", input, output, axes), "keepdims", 0);
  }

  /** An operation of several inputs. */
  static Message node(String operation, List<String> inputs, String output) {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    return node.text(2, output).text(4, operation);
  }

  /** The operation with an attribute that is a whole number. */
  static Message number(Message node, String attribute, long value) {
    return node.message(5, new Message().text(1, attribute).number(3, value).number(20, INT));
  }

  /** A {@code Constant} of int64 {@code [values]}, or without axes if it is one. */
  static Message constant(String output, boolean scalar, long... values) {
    Message tensor = new Message().number(2, INT64);
    if (!scalar) {
      tensor.number(1, values.length);
    }
    for (long value : values) {
      tensor.number(7, value);
    }
    Message attribute = new Message().text(1, "value").message(5, tensor).number(20, TENSOR);
    return new Message().text(2, output).text(4, "Constant").message(5, attribute);
  }

  /** An initializer of float32 whose values are in another file. */
  static Message external(String name, String location, long count) {
    Message entry = new Message().text(1, "location").text(2, location);
    return new Message()
        .number(1, count)
        .number(2, FLOAT)
        .text(8, name)
        .message(13, entry)
        .number(14, EXTERNAL);
  }

  /** An input or output of float32; -1 is any length. */
  static Message port(String name, long... shape) {
    return port(name, FLOAT, shape);
  }

  /** An input or output of int64; -1 is any length. */
  static Message longs(String name, long... shape) {
    return port(name, INT64, shape);
  }

  /** An input of bool; -1 is any length. */
  static Message flags(String name, long... shape) {
    return port(name, BOOL, shape);
  }

  private static Message port(String name, int type, long... shape) {
    Message axes = new Message();
    for (int i = 0; i < shape.length; i++) {
      Message axis =
          shape[i] < 0 ? new Message().text(2, name + i) : new Message().number(1, shape[i]);
      axes.message(1, axis);
    }
    Message tensor = new Message().number(1, type).message(2, axes);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  static Path write(Path file, List<Message> nodes, List<Message> inputs, List<Message> outputs) {
    return write(file, nodes, inputs, outputs, List.of());
  }

  static Path write(
      Path file,
      List<Message> nodes,
      List<Message> inputs,
      List<Message> outputs,
      List<Message> initializers) {
    Message graph = new Message();
    initializers.forEach(initializer -> graph.message(5, initializer));
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
