package io.github.blemore.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stack machine of pickles of protocols 2 to 4, as far as tensors, containers and plain values
 * need it: dictionaries become {@link Map}s, lists and sets {@link List}s, whole numbers {@code
 * Long} or {@link BigInteger}, texts {@code String}, bytes {@link ByteBuffer}, None {@link None}.
 *
 * <p>Memory and time are bounded by {@link #MAX_STEPS}: operations count, and so do the values that
 * one copies. Values are shared otherwise, and only plain ones are compared, so their nesting does
 * not matter.
 */
final class Unpickler {

  /** So many steps a pickle may take; one of a checkpoint of 1,000 tensors takes about 70,000. */
  static final int MAX_STEPS = 4_000_000;

  private static final int MAX_PROTOCOL = 4;
  private static final int MAX_WHOLE_BYTES = 32;

  /** The one value of Python's NoneType. */
  enum None {
    /** None. */
    NONE
  }

  private final ByteBuffer in;
  private final Budget budget = new Budget(MAX_STEPS);
  private final Map<Integer, Object> memo = new HashMap<>();
  private final Deque<List<Object>> marked = new ArrayDeque<>();
  private List<Object> stack = new ArrayList<>();

  Unpickler(byte[] pickle) {
    this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads the object.
   *
   * @throws IllegalArgumentException if the pickle is damaged or asks for anything else than data
   */
  Object load() {
    int at = 0;
    try {
      while (true) {
        at = in.position();
        budget.spend(1);
        int operation = in.get() & 0xff;
        if (operation == '.') {
          return pop();
        }
        run(operation);
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("its pickle is cut at byte " + in.limit(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s (byte %d of its pickle)".formatted(e.getMessage(), at), e);
    }
  }

  private void run(int operation) {
    if (!container(operation) && !memo(operation) && !object(operation)) {
      stack.add(value(operation));
    }
  }

  private Object value(int operation) {
    return switch (operation) {
      case 'N' -> None.NONE;
      case 0x88 -> true;
      case 0x89 -> false;
      case 'J' -> (long) in.getInt();
      case 'K' -> (long) (in.get() & 0xff);
      case 'M' -> (long) (in.getShort() & 0xffff);
      case 0x8a -> whole(in.get() & 0xff);
      case 0x8b -> whole(in.getInt());
      case 'G' -> Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
      case 'X' -> new String(bytes(in.getInt()), UTF_8);
      case 0x8c -> new String(bytes(in.get() & 0xff), UTF_8);
      case 0x8d -> new String(bytes(in.getLong()), UTF_8);
      case 'T' -> new String(bytes(in.getInt()), ISO_8859_1);
      case 'U' -> new String(bytes(in.get() & 0xff), ISO_8859_1);
      case 'B' -> ByteBuffer.wrap(bytes(in.getInt()));
      case 'C' -> ByteBuffer.wrap(bytes(in.get() & 0xff));
      case 0x8e -> ByteBuffer.wrap(bytes(in.getLong()));
      case ']', 0x8f -> new ArrayList<>();
      case ')' -> new Tuple(List.of());
      case '}' -> new LinkedHashMap<>();
      default ->
          throw new IllegalArgumentException(
              "operation 0x%02x is not one that tensors, containers and plain values need"
                  .formatted(operation));
    };
  }

  private byte[] bytes(long length) {
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException(
          "a text or bytes of length %d: only %d are left".formatted(length, in.remaining()));
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private Object whole(int length) {
    if (length > MAX_WHOLE_BYTES) {
      throw new IllegalArgumentException(
          "a whole number of length %d: at most %d bytes".formatted(length, MAX_WHOLE_BYTES));
    }
    byte[] bytes = bytes(length);
    if (length == 0) {
      return 0L;
    }
    for (int i = 0; i < length / 2; i++) {
      byte low = bytes[i];
      bytes[i] = bytes[length - 1 - i];
      bytes[length - 1 - i] = low;
    }
    BigInteger number = new BigInteger(bytes);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private boolean container(int operation) {
    switch (operation) {
      case '(' -> {
        marked.push(stack);
        stack = new ArrayList<>();
      }
      case '1' -> popToMark();
      case '0' -> pop();
      case '2' -> stack.add(top());
      case 0x85 -> tuple(1);
      case 0x86 -> tuple(2);
      case 0x87 -> tuple(3);
      case 't', 'l', 0x91 -> sequence(operation == 't');
      case 'd' -> dictionary();
      case 'a' -> append(List.of(pop()));
      case 'e', 0x90 -> append(popToMark());
      case 's' -> {
        Object value = pop();
        Object key = pop();
        Dictionaries.put(top(), List.of(key, value), budget);
      }
      case 'u' -> {
        List<Object> items = popToMark();
        Dictionaries.put(top(), items, budget);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void tuple(int length) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      items.add(0, pop());
    }
    stack.add(new Tuple(items));
  }

  private void sequence(boolean isTuple) {
    List<Object> items = popToMark();
    stack.add(isTuple ? new Tuple(items) : items);
  }

  private void dictionary() {
    List<Object> items = popToMark();
    stack.add(new LinkedHashMap<>());
    Dictionaries.put(top(), items, budget);
  }

  @SuppressWarnings("unchecked") // all lists here are made here
  private void append(List<Object> items) {
    if (!(top() instanceof List<?> list)) {
      throw new IllegalArgumentException("items are added to what is no list");
    }
    budget.spend(items.size());
    ((List<Object>) list).addAll(items);
  }

  private boolean memo(int operation) {
    switch (operation) {
      case 'q' -> memo.put(in.get() & 0xff, top());
      case 'r' -> memo.put(in.getInt(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> stack.add(remembered(in.get() & 0xff));
      case 'j' -> stack.add(remembered(in.getInt()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private Object remembered(int index) {
    Object value = memo.get(index);
    if (value == null) {
      throw new IllegalArgumentException("nothing was kept as number " + index);
    }
    return value;
  }

  private boolean object(int operation) {
    switch (operation) {
      case 0x80 -> requireProtocol(in.get() & 0xff);
      case 0x95 -> in.getLong();
      case 'c' -> {
        String module = line();
        stack.add(Global.of(module + "." + line()));
      }
      case 0x93 -> {
        String name = popText();
        stack.add(Global.of(popText() + "." + name));
      }
      case 'Q' -> stack.add(Calls.storage(pop()));
      case 'R', 0x81 -> {
        Object arguments = pop();
        stack.add(Calls.call(pop(), arguments, budget));
      }
      case 'b' -> Dictionaries.build(pop(), top(), budget);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void requireProtocol(int protocol) {
    if (protocol < 2 || protocol > MAX_PROTOCOL) {
      throw new IllegalArgumentException(
          "its pickle is of protocol %d: must be 2..%d".formatted(protocol, MAX_PROTOCOL));
    }
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (char c = next(); c != '\n'; c = next()) {
      line.append(c);
    }
    return line.toString();
  }

  private char next() {
    return (char) (in.get() & 0xff);
  }

  private List<Object> popToMark() {
    if (marked.isEmpty()) {
      throw new IllegalArgumentException("a mark is missing");
    }
    List<Object> items = stack;
    stack = marked.pop();
    return items;
  }

  private String popText() {
    if (!(pop() instanceof String text)) {
      throw new IllegalArgumentException("a name is no text");
    }
    return text;
  }

  private Object pop() {
    Object top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  private Object top() {
    if (stack.isEmpty()) {
      throw new IllegalArgumentException("a value is missing");
    }
    return stack.get(stack.size() - 1);
  }
}
