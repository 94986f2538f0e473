package io.github.blemore.simulation;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.internal.AtomicFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A picture of a corpus for people to look at: a row for each of some actors, a column for each
 * emotion and for one pair at three saliences.
 */
final class ContactSheet {

  private static final String TITLE = "Simulated people: no recordings";
  private static final int MOST_ACTORS = 5;

  /** Head and arms, in pixels of half the pictures' size. */
  private static final int CELL_WIDTH = 128;

  private static final int CELL_HEIGHT = 112;
  private static final int CELL_LEFT = (PersonRenderer.WIDTH / 2 - CELL_WIDTH) / 2;

  /** Bits of each color that are kept: without this, film grain would be most of the file. */
  private static final int KEPT_BITS = 0xf8;

  /** When an expression is held, as a share of the take. */
  private static final double HEIGHT_OF_TAKE = 0.6;

  private static final int MARGIN = 12;
  private static final int LEFT = 60;
  private static final int TOP = 92;
  private static final Color PAPER = new Color(0xfa, 0xfa, 0xf7);
  private static final Color INK = new Color(0x20, 0x20, 0x20);
  private static final BitmapFont LABEL = new BitmapFont(2);

  private final List<SimulatedActor> actors;
  private final long seed;
  private final List<ClipForm> columns = columns();

  ContactSheet(CorpusPlan plan, long seed) {
    List<SimulatedActor> all = plan.actors();
    this.actors = all.subList(0, Math.min(MOST_ACTORS, all.size()));
    this.seed = seed;
  }

  private static List<ClipForm> columns() {
    List<ClipForm> columns = new ArrayList<>();
    for (Emotion emotion : Emotion.classOrder()) {
      columns.add(ClipForm.clearest(Blend.single(emotion)));
    }
    columns.add(ClipForm.clearest(Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS)));
    columns.add(ClipForm.clearest(Blend.equal(Emotion.ANGER, Emotion.HAPPINESS)));
    columns.add(ClipForm.clearest(Blend.dominant(Emotion.HAPPINESS, Emotion.ANGER)));
    return columns;
  }

  /** Draws it. */
  BufferedImage draw() {
    BufferedImage sheet =
        new BufferedImage(
            LEFT + columns.size() * CELL_WIDTH,
            TOP + actors.size() * CELL_HEIGHT,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setColor(PAPER);
      graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      drawText(graphics, sheet.getWidth());
      for (int row = 0; row < actors.size(); row++) {
        for (int column = 0; column < columns.size(); column++) {
          graphics.drawImage(
              cell(actors.get(row), columns.get(column)),
              LEFT + column * CELL_WIDTH,
              TOP + row * CELL_HEIGHT,
              null);
        }
      }
    } finally {
      graphics.dispose();
    }
    return sheet;
  }

  private void drawText(Graphics2D graphics, int width) {
    BitmapFont title = new BitmapFont(3);
    title.draw(graphics, INK, TITLE, (width - title.width(TITLE)) / 2, MARGIN);
    for (int column = 0; column < columns.size(); column++) {
      drawHeading(graphics, columns.get(column).label(), LEFT + column * CELL_WIDTH);
    }
    for (int row = 0; row < actors.size(); row++) {
      int top = TOP + row * CELL_HEIGHT + (CELL_HEIGHT - LABEL.height()) / 2;
      LABEL.draw(graphics, INK, actors.get(row).id(), MARGIN / 2, top);
    }
  }

  /** A line for each emotion, the last one just above the column. */
  private static void drawHeading(Graphics2D graphics, Blend label, int left) {
    List<Blend.Part> parts = label.parts();
    for (int line = 0; line < parts.size(); line++) {
      Blend.Part part = parts.get(line);
      String text = part.emotion().code() + (label.isBlend() ? " " + part.salience() : "");
      int up = (parts.size() - line) * (LABEL.height() + MARGIN / 2);
      LABEL.draw(graphics, INK, text, left + (CELL_WIDTH - LABEL.width(text)) / 2, TOP - up);
    }
  }

  /** The person at the height of a take. */
  private BufferedImage cell(SimulatedActor actor, ClipForm form) {
    Portrayal take = new Portrayal(actor, form.by(actor.id(), 1), seed);
    BufferedImage picture =
        new BufferedImage(PersonRenderer.WIDTH, PersonRenderer.HEIGHT, BufferedImage.TYPE_INT_RGB);
    new PersonRenderer(take, PersonRenderer.WIDTH, PersonRenderer.HEIGHT)
        .render(HEIGHT_OF_TAKE * take.seconds(), picture);
    BufferedImage cell = new BufferedImage(CELL_WIDTH, CELL_HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < CELL_HEIGHT; y++) {
      for (int x = 0; x < CELL_WIDTH; x++) {
        cell.setRGB(x, y, mean(picture, 2 * (x + CELL_LEFT), 2 * y));
      }
    }
    return cell;
  }

  /** Of two by two pixels. */
  private static int mean(BufferedImage picture, int left, int top) {
    int[] pixels = picture.getRGB(left, top, 2, 2, null, 0, 2);
    int mean = 0;
    for (int shift = 0; shift < Integer.SIZE - Byte.SIZE; shift += Byte.SIZE) {
      int sum = 0;
      for (int pixel : pixels) {
        sum += (pixel >> shift) & 0xff;
      }
      mean |= ((sum / pixels.length) & KEPT_BITS) << shift;
    }
    return mean;
  }

  /** Writes it as PNG. */
  void write(Path file) throws IOException {
    BufferedImage sheet = draw();
    AtomicFile.write(
        file,
        out -> {
          if (!ImageIO.write(sheet, "png", out)) {
            throw new IOException("cannot write %s: this Java has no PNG writer".formatted(file));
          }
        });
  }
}
