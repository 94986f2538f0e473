package io.github.blemore.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {

  @TempDir private Path folder;

  @Test
  void hasARowForEachActorAndAColumnForEachEmotionAndThreeBlends() throws IOException {
    Path file = folder.resolve("sheet.png");
    new ContactSheet(new CorpusPlan(7, 5, 4, SalienceStyles.PERSONAL), 7).write(file);
    BufferedImage sheet = ImageIO.read(file.toFile());

    assertThat(Files.size(file)).isLessThan(400_000);
    assertThat(sheet.getWidth()).isEqualTo(60 + 9 * 128);
    assertThat(sheet.getHeight()).isEqualTo(92 + 5 * 112);
    Set<Integer> cells = new HashSet<>();
    for (int row = 0; row < 5; row++) {
      for (int column = 0; column < 9; column++) {
        int[] pixels = sheet.getRGB(60 + column * 128, 92 + row * 112, 128, 112, null, 0, 128);
        cells.add(Arrays.hashCode(pixels));
        assertThat(Arrays.stream(pixels).distinct().count()).isGreaterThan(50);
      }
    }
    assertThat(cells).as("different pictures").hasSize(45);
  }

  @Test
  void hasAtMostFiveRows() {
    assertThat(
            new ContactSheet(new CorpusPlan(7, 9, 4, SalienceStyles.PERSONAL), 7)
                .draw()
                .getHeight())
        .isEqualTo(92 + 5 * 112);
  }

  @Test
  void saysInItsTitleWhatItIs() {
    BufferedImage sheet =
        new ContactSheet(new CorpusPlan(7, 5, 4, SalienceStyles.PERSONAL), 7).draw();
    BitmapFont font = new BitmapFont(3);
    String title = "SIMULATED PEOPLE: NO RECORDINGS";
    int left = (sheet.getWidth() - font.width(title)) / 2;
    BufferedImage expected =
        new BufferedImage(font.width(title), font.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = expected.createGraphics();
    font.draw(graphics, Color.WHITE, title, 0, 0);
    graphics.dispose();

    for (int y = 0; y < font.height(); y++) {
      for (int x = 0; x < font.width(title); x++) {
        boolean ink = (sheet.getRGB(left + x, 12 + y) & 0xff) < 0x80;
        assertThat(ink).isEqualTo((expected.getRGB(x, y) & 0xff) != 0);
      }
    }
  }

  @Test
  void lettersAreDrawnDotByDot() {
    BufferedImage picture = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    new BitmapFont(2).draw(graphics, Color.WHITE, "t-", 0, 1);
    graphics.dispose();
    StringBuilder dots = new StringBuilder();
    for (int y = 1; y < 15; y += 2) {
      for (int x = 0; x < 22; x += 2) {
        dots.append((picture.getRGB(x, y) & 0xff) != 0 ? '#' : '.');
      }
      dots.append('\n');
    }

    assertThat(dots)
        .hasToString(
            """
            #####......
            ..#........
            ..#........
            ..#...#####
            ..#........
            ..#........
            ..#........
            """);
  }

  @Test
  void aCharacterWithoutAGlyphIsRefused() {
    Graphics2D graphics = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB).createGraphics();

    assertThatThrownBy(() -> new BitmapFont(1).draw(graphics, Color.WHITE, "a&b", 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'&'");
  }
}
