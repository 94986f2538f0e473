package io.github.blemore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  private static List<String> blocks(String language) throws IOException {
    List<String> blocks =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(readme())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(blocks).as("blocks of " + language).isNotEmpty();
    return blocks;
  }

  private static String partOfReadme(String example) throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/io/github/blemore/examples", example + ".java"));
    return source
            .substring(
                source.indexOf("// README begins\n") + "// README begins\n".length(),
                source.indexOf("    // README ends"))
            .stripTrailing()
            .stripIndent()
        + "\n";
  }

  @Test
  void theCodeIsThatOfTheExamples() throws IOException {
    assertThat(blocks("java"))
        .containsExactly(
            partOfReadme("RecognizeClip"),
            partOfReadme("FitHeads"),
            partOfReadme("UseSystem"),
            partOfReadme("FetchEmbeddingGemma"),
            partOfReadme("AdaptEncoder"));
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

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(blocks("text").get(1));
  }
}
