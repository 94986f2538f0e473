package io.github.blemore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's example is code that runs, and its output is what it prints. */
class ReadmeTest {

  private static final Path ROOT = Path.of("..");
  private static final Path CLIP =
      ROOT.resolve("blemore-encoders/src/test/resources/media/portrait.mov");

  private static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }

  private static String block(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme());
    assertThat(block.find()).as("a block of " + language).isTrue();
    return block.group(1);
  }

  @Test
  void theCodeIsThatOfTheExample() throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/io/github/blemore/examples/RecognizeClip.java"));
    String example =
        source.substring(
            source.indexOf("// README begins\n") + "// README begins\n".length(),
            source.indexOf("    // README ends"));

    assertThat(block("java")).isEqualTo(example.stripTrailing().stripIndent() + "\n");
  }

  @Test
  void everyNumberIsFilledIn() throws IOException {
    assertThat(readme()).doesNotContainPattern("@[A-Z]+@");
  }

  @Test
  void theOutputIsWhatTheExamplePrints() throws IOException {
    PrintStream stdout = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      RecognizeClip.main(new String[] {CLIP.toString()});
    } finally {
      System.setOut(stdout);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(block("text"));
  }
}
