package io.github.blemore.pickle;

import io.github.blemore.safetensors.ElementType;
import java.util.Map;
import java.util.Set;

/**
 * What a pickle may name. Whatever it names else is refused, so no code of a checkpoint or of this
 * virtual machine is ever reached through one.
 */
sealed interface Global {

  /** Types of storages. */
  record StorageType(ElementType elements) implements Global {}

  /** Values that only have a name, such as {@code torch.float32}. */
  record Name(String text) implements Global {}

  /** What can be called. */
  enum Function implements Global {
    /** {@code collections.OrderedDict()} or of a list of pairs. */
    ORDERED_DICT,
    /** {@code argparse.Namespace()}, whose attributes are set afterwards. */
    NAMESPACE,
    /** A tensor of (storage, offset, sizes, strides, ...). */
    TENSOR,
    /** The tensor that is its first argument. */
    PARAMETER,
    /** {@code torch.Size} of a tuple, read as that tuple. */
    SIZE,
    /** A set of a list, read as that list. */
    SET,
    /** Bytes of a text: how protocol 2 writes bytes. */
    ENCODE,
    /** {@code bytes()}: none. */
    BYTES
  }

  /** All that can be named, beside storages and names of types. */
  Map<String, Function> FUNCTIONS =
      Map.ofEntries(
          Map.entry("collections.OrderedDict", Function.ORDERED_DICT),
          Map.entry("argparse.Namespace", Function.NAMESPACE),
          Map.entry("torch._utils._rebuild_tensor", Function.TENSOR),
          Map.entry("torch._utils._rebuild_tensor_v2", Function.TENSOR),
          Map.entry("torch._utils._rebuild_parameter", Function.PARAMETER),
          Map.entry("torch.Size", Function.SIZE),
          Map.entry("__builtin__.set", Function.SET),
          Map.entry("builtins.set", Function.SET),
          Map.entry("__builtin__.frozenset", Function.SET),
          Map.entry("builtins.frozenset", Function.SET),
          Map.entry("_codecs.encode", Function.ENCODE),
          Map.entry("__builtin__.bytes", Function.BYTES),
          Map.entry("builtins.bytes", Function.BYTES));

  /** Storages, by the names of PyTorch. */
  Map<String, ElementType> STORAGES =
      Map.of(
          "torch.DoubleStorage", ElementType.F64,
          "torch.FloatStorage", ElementType.F32,
          "torch.HalfStorage", ElementType.F16,
          "torch.BFloat16Storage", ElementType.BF16,
          "torch.LongStorage", ElementType.I64,
          "torch.IntStorage", ElementType.I32,
          "torch.ShortStorage", ElementType.I16,
          "torch.CharStorage", ElementType.I8,
          "torch.ByteStorage", ElementType.U8,
          "torch.BoolStorage", ElementType.BOOL);

  /** Types of elements, which options of a training name. */
  Set<String> NAMES =
      Set.of(
          "torch.float64",
          "torch.float32",
          "torch.float16",
          "torch.bfloat16",
          "torch.int64",
          "torch.int32",
          "torch.int16",
          "torch.int8",
          "torch.uint8",
          "torch.bool");

  /**
   * Finds one.
   *
   * @param name with its module, such as {@code collections.OrderedDict}
   * @throws IllegalArgumentException if it is none of those that may be named
   */
  static Global of(String name) {
    Function function = FUNCTIONS.get(name);
    if (function != null) {
      return function;
    }
    ElementType elements = STORAGES.get(name);
    if (elements != null) {
      return new StorageType(elements);
    }
    if (NAMES.contains(name)) {
      return new Name(name);
    }
    throw new IllegalArgumentException(
        "its pickle asks for %s: refused, not run; only tensors, containers and plain values are read"
            .formatted(name));
  }
}
