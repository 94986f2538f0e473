package io.github.blemore.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.License;
import io.github.blemore.safetensors.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "license: apache-2.0                               | apache-2.0   | true",
        "license: \"cc-by-nc-4.0\"                         | cc-by-nc-4.0 | false",
        "tags:;- vision;license: \"mit\"                   | mit          | true",
        "license: [mit, cc-by-nc-sa-4.0]  # both           | mit and cc-by-nc-sa-4.0 | false",
        "license:;- bsd-3-clause;- ncsa;tags:;- x          | bsd-3-clause and ncsa   | true",
        "license: other;license_name: fair-noncommercial-research-license | "
            + "fair-noncommercial-research-license | false",
        "license: other                                    | other        | true",
        "license:;  cc-by-nc-4.0                           | cc-by-nc-4.0 | false",
        "license: >-;  cc-by-nc-4.0                        | cc-by-nc-4.0 | false",
        "\"license\" : cc-by-nc-4.0                         | cc-by-nc-4.0 | false",
        "license: apple-amlr                               | apple-amlr   | false",
      })
  void statesTheLicense(String head, String name, boolean commercial) throws IOException {
    card("---;%s;---;# Model;license: gpl".formatted(head));
    License license = ModelCard.license(folder).orElseThrow();

    assertThat(license.name()).isEqualTo(name);
    assertThat(license.commercialUse()).isEqualTo(commercial);
    assertThat(license.source()).isEqualTo(folder.resolve("README.md").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# Model;license: mit",
        "---;tags:;- license: mit;---",
        "---;model:;  license: mit;---",
        "---;license: mit",
        "---;license:;---",
        "",
      })
  void statesNoneOutsideOfItsHead(String text) throws IOException {
    card(text);

    assertThat(ModelCard.license(folder)).isEmpty();
  }

  @Test
  void aLinkIsTheSource() throws IOException {
    card("---;license: other;license_name: x;license_link: 'https://example.org/x';---");

    assertThat(ModelCard.license(folder)).contains(new License("x", "https://example.org/x", true));
  }

  private void card(String lines) throws IOException {
    Files.writeString(folder.resolve("README.md"), lines.replace(';', '\n'));
  }

  @ParameterizedTest
  @CsvSource({
    "CC BY-NC 4.0, false",
    "cc-by-nc-nd-3.0, false",
    "some-non-commercial-license, false",
    "intel-research, false",
    "cc-by-sa-4.0, true",
    "ncsa, true",
    "creativeml-openrail-m, true",
  })
  void identifiersSayWhetherCommercialUseIsForbidden(String identifier, boolean allowed) {
    assertThat(Licenses.allowsCommercialUse(identifier)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "MCG-NJU/videomae-base, CC-BY-NC-4.0, false",
    "facebook/timesformer-base-finetuned-k400, CC-BY-NC-4.0, false",
    "someone/videomae-base, not stated, true",
  })
  void knownWeightsNeedNoCard(String origin, String name, boolean commercial) throws IOException {
    Files.writeString(
        folder.resolve("config.json"), "{\"_name_or_path\": \"%s\"}".formatted(origin));
    new SafeTensorsWriter().add("a", new float[1], 1).write(folder.resolve("model.safetensors"));
    License license = Checkpoint.open(folder).license();

    assertThat(license.name()).isEqualTo(name);
    assertThat(license.commercialUse()).isEqualTo(commercial);
  }

  @Test
  void weightsMadeFromNonCommercialOnesStaySo() throws IOException {
    card("---;license: mit;---");
    Files.writeString(
        folder.resolve("config.json"), "{\"_name_or_path\": \"MCG-NJU/videomae-base\"}");
    new SafeTensorsWriter().add("a", new float[1], 1).write(folder.resolve("model.safetensors"));

    assertThat(Checkpoint.open(folder).license().name()).isEqualTo("CC-BY-NC-4.0");
    assertThat(Checkpoint.open(folder).license().commercialUse()).isFalse();
  }
}
