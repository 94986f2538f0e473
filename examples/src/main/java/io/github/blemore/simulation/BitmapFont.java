package io.github.blemore.simulation;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Locale;

/**
 * Capitals, digits and a few signs, 5 x 7 dots each, for pictures on machines that may have no
 * fonts.
 */
final class BitmapFont {

  private static final int COLUMNS = 5;
  private static final int ROWS = 7;

  /** Space between two characters, in dots. */
  private static final int GAP = 1;

  private static final String CHARACTERS = " ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/.-,";

  /** A byte in hexadecimal for each row, the leftmost dot being the fifth bit. */
  private static final String[] GLYPHS = {
    "00000000000000",
    "0E11111F111111",
    "1E11111E11111E",
    "0E11101010110E",
    "1E11111111111E",
    "1F10101E10101F",
    "1F10101E101010",
    "0E11101711110F",
    "1111111F111111",
    "0E04040404040E",
    "0702020202120C",
    "11121418141211",
    "1010101010101F",
    "111B1515111111",
    "11191513111111",
    "0E11111111110E",
    "1E11111E101010",
    "0E11111115120D",
    "1E11111E141211",
    "0F10100E01011E",
    "1F040404040404",
    "1111111111110E",
    "11111111110A04",
    "11111115151B11",
    "11110A040A1111",
    "11110A04040404",
    "1F01020408101F",
    "0E11131519110E",
    "040C040404040E",
    "0E11010608101F",
    "1F02040201110E",
    "02060A121F0202",
    "1F101E0101110E",
    "0608101E11110E",
    "1F010204080808",
    "0E11110E11110E",
    "0E11110F01020C",
    "00040400040400",
    "01020204080810",
    "00000000000C0C",
    "0000001F000000",
    "000000000C0408",
  };

  private final int dot;

  /**
   * A font.
   *
   * @param dot width and height of a dot in pixels
   */
  BitmapFont(int dot) {
    this.dot = dot;
  }

  /** Height of a line in pixels. */
  int height() {
    return ROWS * dot;
  }

  /** Width of a text in pixels. */
  int width(String text) {
    return dot * Math.max(0, text.length() * (COLUMNS + GAP) - GAP);
  }

  /**
   * Draws a text, letters as capitals.
   *
   * @param left of its first character in pixels
   * @param top of its first character in pixels
   * @throws IllegalArgumentException if the font lacks a character of it
   */
  void draw(Graphics2D graphics, Color color, String text, int left, int top) {
    graphics.setColor(color);
    String capitals = text.toUpperCase(Locale.ROOT);
    for (int i = 0; i < capitals.length(); i++) {
      drawGlyph(graphics, capitals.charAt(i), left + i * dot * (COLUMNS + GAP), top);
    }
  }

  private void drawGlyph(Graphics2D graphics, char character, int left, int top) {
    int index = CHARACTERS.indexOf(character);
    if (index < 0) {
      throw new IllegalArgumentException(
          "no glyph for '%c': must be one of %s".formatted(character, CHARACTERS));
    }
    for (int row = 0; row < ROWS; row++) {
      int bits = Integer.parseInt(GLYPHS[index], 2 * row, 2 * row + 2, 16);
      for (int column = 0; column < COLUMNS; column++) {
        if ((bits >> (COLUMNS - 1 - column) & 1) == 1) {
          graphics.fillRect(left + column * dot, top + row * dot, dot, dot);
        }
      }
    }
  }
}
