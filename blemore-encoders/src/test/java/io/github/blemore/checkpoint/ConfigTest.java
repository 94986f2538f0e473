package io.github.blemore.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {

  @TempDir Path folder;

  private Config config(String json) throws IOException {
    return Config.read(Files.writeString(folder.resolve("config.json"), json.replace('\'', '"')));
  }

  @Test
  void readsEachKind() throws IOException {
    Config config =
        config(
            "{'n': 3, 'x': 1e-6, 'on': true, 't': 'gelu', 'ns': [1, 2], 'xs': [0.5],"
                + " 'inner': {'n': 4}, 'none': null}");

    assertThat(config.count("n")).isEqualTo(3);
    assertThat(config.count("none", 7)).isEqualTo(7);
    assertThat(config.number("x")).isEqualTo(1e-6);
    assertThat(config.flag("on", false)).isTrue();
    assertThat(config.text("t")).isEqualTo("gelu");
    assertThat(config.counts("ns")).containsExactly(1, 2);
    assertThat(config.numbers("xs")).containsExactly(0.5);
    assertThat(config.section("inner").orElseThrow().count("n")).isEqualTo(4);
    assertThat(config.section("n")).isEmpty();
  }

  @Test
  void oneObjectOfAFileIsRead() throws IOException {
    Path file = folder.resolve("large.json");
    Files.writeString(
        file, "{\"a\": {\"wanted\": {\"n\": 1}}, \"l\": [{}], \"wanted\": {\"n\": 2}, \"x\": 3}");

    assertThat(Config.readSection(file, "wanted").count("n")).isEqualTo(2);
    requireRefused(() -> Config.readSection(file, "x"), "large.json has no object \"x\"");
    requireRefused(
        () -> Config.readSection(folder.resolve("none.json"), "x"), "none.json cannot be read");
    Files.writeString(file, "[1]");
    requireRefused(() -> Config.readSection(file, "x"), "large.json holds no JSON object");
    Files.writeString(file, "{\"a\": ");
    requireRefused(() -> Config.readSection(file, "x"), "large.json cannot be read");
  }

  @Test
  void objectsInAList() throws IOException {
    Config config = config("{'steps': [{'n': 1}, {'n': 2}], 'numbers': [1]}");

    assertThat(config.sections("steps")).extracting(step -> step.count("n")).containsExactly(1, 2);
    requireRefused(() -> config.sections("steps").get(1).count("m"), "steps 1 has no \"m\"");
    requireRefused(() -> config.sections("numbers"), "must be a list of objects");
  }

  @Test
  void aNeededKeyIsNamed() throws IOException {
    Config config = config("{'none': null}");

    requireRefused(() -> config.count("hidden_size"), "has no \"hidden_size\": it is needed");
    requireRefused(() -> config.text("none"), "has no \"none\": it is needed");
  }

  @Test
  void wrongKindsAreNamed() throws IOException {
    Config config =
        config(
            "{'zero': 0, 'half': 1.5, 't': 'x', 'huge': 99999999999, 'mixed': [1, 'x'],"
                + " 'inner': {'n': -1}, 'num_attention_heads': 5}");

    requireRefused(() -> config.count("zero"), "\"zero\" is 0, must be a whole number above 0");
    requireRefused(() -> config.count("half"), "\"half\" is 1.5");
    requireRefused(() -> config.count("huge"), "\"huge\" is 99999999999");
    requireRefused(() -> config.count("t"), "\"t\" is \"x\"");
    requireRefused(() -> config.number("t"), "must be a number");
    requireRefused(() -> config.flag("t", true), "must be true or false");
    requireRefused(() -> config.text("zero"), "must be a text");
    requireRefused(() -> config.counts("mixed"), "must be whole numbers above 0");
    requireRefused(() -> config.numbers("mixed"), "must be numbers");
    requireRefused(() -> config.numbers("zero"), "must be a list");
    requireRefused(() -> config.section("inner").orElseThrow().count("n"), "config.json, inner");
    requireRefused(() -> config.heads(64), "must be a divisor of the width 64");
  }

  @Test
  void whatIsNoObjectIsRefused() {
    requireRefused(() -> config("[]"), "holds no JSON object");
    requireRefused(() -> config(""), "holds no JSON object");
    requireRefused(() -> config("{"), "cannot be read");
    requireRefused(() -> Config.read(folder.resolve("none.json")), "none.json cannot be read");
  }

  private static void requireRefused(ThrowingCallable reading, String reason) {
    assertThatThrownBy(reading)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("json")
        .hasMessageContaining(reason);
  }
}
