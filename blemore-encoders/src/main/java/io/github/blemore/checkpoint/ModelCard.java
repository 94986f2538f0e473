package io.github.blemore.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.blemore.License;
import io.github.blemore.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the {@code README.md} of a checkpoint states about its license, in the YAML between two
 * lines {@code ---} at its beginning: {@code license}, and for {@code other} ones {@code
 * license_name} and {@code license_link}. Of YAML, it knows plain and quoted texts, on the key's
 * line or indented below it, and lists of them.
 *
 * @see <a
 *     href="https://huggingface.co/docs/hub/repositories-licenses">huggingface.co/docs/hub/repositories-licenses</a>
 */
final class ModelCard {

  private static final String NAME = "README.md";
  private static final String FENCE = "---";
  private static final int MAX_BYTES = 1 << 20;

  /** What says that a text follows on the next lines. */
  private static final Pattern BLOCK_MARKS = Pattern.compile("[>|][-+0-9]*");

  private ModelCard() {}

  /**
   * The license a folder's card states.
   *
   * @return empty if there is no card or none in it
   * @throws ModelException if the card is there but cannot be read
   */
  static Optional<License> license(Path folder) {
    Path card = folder.resolve(NAME);
    if (!Files.isRegularFile(card)) {
      return Optional.empty();
    }
    Map<String, List<String>> head = head(card);
    List<String> stated = head.getOrDefault("license", List.of());
    if (stated.isEmpty()) {
      return Optional.empty();
    }
    List<String> names =
        stated.equals(List.of("other")) ? head.getOrDefault("license_name", stated) : stated;
    String source =
        head.getOrDefault("license_link", List.of()).stream()
            .filter(link -> link.startsWith("https://"))
            .findFirst()
            .orElse(card.toString());
    return Optional.of(
        new License(
            String.join(" and ", names),
            source,
            names.stream().allMatch(Licenses::allowsCommercialUse)));
  }

  private static Map<String, List<String>> head(Path card) {
    Map<String, List<String>> values = new HashMap<>();
    try (InputStream in = Files.newInputStream(card)) {
      Iterator<String> lines =
          new String(in.readNBytes(MAX_BYTES), UTF_8)
              .replaceFirst("^\\uFEFF?\\s*", "")
              .lines()
              .iterator();
      if (!lines.hasNext() || !lines.next().strip().equals(FENCE)) {
        return values;
      }
      List<String> current = new ArrayList<>();
      while (lines.hasNext()) {
        String line = lines.next().stripTrailing();
        if (line.equals(FENCE)) {
          return values;
        }
        current = read(line, current, values);
      }
      return Map.of();
    } catch (IOException e) {
      throw new ModelException(card + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<String> read(
      String line, List<String> current, Map<String, List<String>> values) {
    String item = line.strip();
    if (item.startsWith("- ")) {
      current.addAll(texts(item.substring(2)));
      return current;
    }
    if (item.isEmpty() || item.startsWith("#")) {
      return current;
    }
    if (Character.isWhitespace(line.charAt(0))) {
      current.addAll(texts(item));
      return current;
    }
    int colon = line.indexOf(':');
    if (colon <= 0) {
      return current;
    }
    List<String> next = new ArrayList<>(texts(line.substring(colon + 1)));
    values.put(unquoted(line.substring(0, colon).strip()), next);
    return next;
  }

  private static List<String> texts(String value) {
    String text = value.replaceFirst("(^|\\s)#.*", "").strip();
    boolean isList = text.startsWith("[") && text.endsWith("]");
    return Arrays.stream(
            isList ? text.substring(1, text.length() - 1).split(",") : new String[] {text})
        .map(one -> unquoted(one.strip()))
        .filter(one -> !one.isEmpty() && !BLOCK_MARKS.matcher(one).matches())
        .toList();
  }

  private static String unquoted(String text) {
    return text.replaceFirst("^(['\"])(.*)\\1$", "$2");
  }
}
