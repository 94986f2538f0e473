package io.github.blemore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/**
 * Where a result comes from.
 *
 * @param version of this library
 * @param encoders what encoders took part, with their weights' SHA-256, device and precision
 * @param fusion the fusion in words
 * @param decision the decision rule in words
 */
public record Provenance(
    String version, List<EncoderInfo> encoders, String fusion, String decision) {

  /** Copies the list. */
  public Provenance {
    encoders = List.copyOf(encoders);
  }

  static Provenance of(List<EncoderInfo> encoders, LateFusion fusion, DecisionRule decision) {
    return new Provenance(libraryVersion(), encoders, fusion.toString(), decision.toString());
  }

  /** The version of this library, such as {@code 0.1.0}. */
  public static String libraryVersion() {
    try (InputStream in = Provenance.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new ModelException(
            "version.properties is not in the jar of blemore-core: the jar is damaged");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
