package io.github.blemore.report;

import java.util.List;
import java.util.Locale;

/**
 * A picture as inline SVG. Lengths are in units of the view box, which is {@value #WIDTH} wide: on
 * a phone about a pixel, on a desktop a little more. Looks come from the page's classes.
 *
 * <p>A builder of text; not safe for several threads.
 */
final class Svg {

  /** Width of the view box. */
  static final int WIDTH = 380;

  private final StringBuilder marks = new StringBuilder();
  private final String title;
  private final double height;

  /**
   * Starts a picture.
   *
   * @param title what it shows, for those who do not see it
   */
  Svg(String title, double height) {
    this.title = title;
    this.height = height;
  }

  Svg line(String look, double x1, double y1, double x2, double y2) {
    return add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
        look, x1, y1, x2, y2);
  }

  /** A rectangle, as opaque as {@code opacity} says, 0..1. */
  Svg rectangle(String look, double x, double y, double width, double high, double opacity) {
    return add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill-opacity=\"%.2f\"/>\n",
        look, x, y, width, high, opacity);
  }

  /** A circle that says something when it is pointed at. */
  Svg circle(String look, double x, double y, double radius, String tip) {
    return add(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>\n",
        look, x, y, radius, Html.escaped(tip));
  }

  /** A square on its corner that says something when it is pointed at. */
  Svg diamond(String look, double x, double y, double radius, String tip) {
    return add(
        "<path class=\"%s\" d=\"M%.1f %.1fl%.1f %.1fl%.1f %.1fl%.1f %.1fz\"><title>%s</title></path>\n",
        look, x - radius, y, radius, -radius, radius, radius, -radius, radius, Html.escaped(tip));
  }

  /** A line through points, each {@code [x, y]}. */
  Svg curve(String look, List<double[]> points) {
    StringBuilder path = new StringBuilder();
    for (double[] point : points) {
      path.append(
          String.format(
              Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", point[0], point[1]));
    }
    return add("<path class=\"%s\" d=\"%s\"/>\n", look, path);
  }

  Svg text(String look, double x, double y, String text) {
    return add(
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", look, x, y, Html.escaped(text));
  }

  /** Text that reads upward. */
  Svg upward(String look, double x, double y, String text) {
    return add(
        "<text class=\"%s\" transform=\"translate(%.1f %.1f) rotate(-90)\">%s</text>\n",
        look, x, y, Html.escaped(text));
  }

  private Svg add(String markup, Object... values) {
    marks.append(String.format(Locale.ROOT, markup, values));
    return this;
  }

  /** The markup. */
  String markup() {
    String said = Html.escaped(title);
    return String.format(
        Locale.ROOT,
        "<svg role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %.0f\"><title>%s</title>\n%s</svg>\n",
        said,
        WIDTH,
        height,
        said,
        marks);
  }
}
