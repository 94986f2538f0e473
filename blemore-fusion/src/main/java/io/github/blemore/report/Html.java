package io.github.blemore.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Text and tables as markup that is well-formed as XML, too. */
final class Html {

  private static final Pattern LONG_NUMBER = Pattern.compile("\\d+\\.\\d{5,}(E-?\\d+)?");

  private static final String WORDS = "<span class=\"words\">";

  private Html() {}

  /** Text as it may stand between tags and in a quoted attribute. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isWritable(c) ? c : 0xFFFD);
              }
            });
    return safe.toString();
  }

  /** Whether XML 1.0 allows the character. */
  private static boolean isWritable(int c) {
    boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
    boolean noCharacter = c == 0xFFFE || c == 0xFFFF;
    return c >= ' ' ? !surrogate && !noCharacter : c == '\t' || c == '\n' || c == '\r';
  }

  /** Such as {@code 0.412}. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** Such as {@code 62 %}. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f\u00a0%%", 100 * share);
  }

  /** The same text, its numbers with no more than four decimals. */
  static String rounded(String text) {
    return LONG_NUMBER
        .matcher(text)
        .replaceAll(number -> rounded(Double.parseDouble(number.group())));
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, value == 0 || value >= 0.001 ? "%.4f" : "%.2e", value);
  }

  /** Such as {@code 1 clip} or {@code 12 clips}. */
  static String count(int number, String one) {
    return number == 1 ? "1 " + one : number + " " + one + "s";
  }

  /** A paragraph of plain text. */
  static String paragraph(String text) {
    return "<p>%s</p>\n".formatted(escaped(text));
  }

  /**
   * A table in a box of its own that scrolls where the page is too narrow for it.
   *
   * @param head plain text
   * @param rows markup of the cells' content
   */
  static String table(List<String> head, List<List<String>> rows) {
    StringBuilder table = new StringBuilder("<div class=\"wide\"><table><thead><tr>");
    for (int column = 0; column < head.size(); column++) {
      boolean words = !rows.isEmpty() && rows.get(0).get(column).startsWith(WORDS);
      table.append(words ? "<th scope=\"col\" class=\"left\">" : "<th scope=\"col\">");
      table.append(escaped(head.get(column))).append("</th>");
    }
    table.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      table.append("<tr>");
      for (String cell : row) {
        table.append(cell.startsWith(WORDS) ? "<td class=\"left\">" : "<td>");
        table.append(cell).append("</td>");
      }
      table.append("</tr>\n");
    }
    return table.append("</tbody></table></div>\n").toString();
  }

  /** Words of a cell that may take several lines. */
  static String words(String text) {
    return WORDS + escaped(text) + "</span>";
  }

  /**
   * What there is to know by name, one below the other.
   *
   * @param facts plain text: name to value
   */
  static String facts(Map<String, String> facts) {
    StringBuilder list = new StringBuilder("<dl>\n");
    facts.forEach(
        (name, value) ->
            list.append("<dt>%s</dt><dd>%s</dd>\n".formatted(escaped(name), escaped(value))));
    return list.append("</dl>\n").toString();
  }

  /** A picture with its numbers beside it, or below where there is no room. */
  static String beside(String picture, String numbers) {
    return "<div class=\"pair\">%s<div class=\"numbers\">%s</div></div>\n"
        .formatted(picture, numbers);
  }

  /** What is shown when it is asked for. */
  static String folded(String summary, String markup) {
    return "<details><summary>%s</summary>%s</details>\n".formatted(escaped(summary), markup);
  }
}
