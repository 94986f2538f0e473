package io.github.blemore.checkpoint;

import io.github.blemore.License;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is known about licenses of weights. */
final class Licenses {

  private static final String CARDS = "https://huggingface.co/";

  /**
   * Beginnings of the names under which the hub has weights whose cards state {@code cc-by-nc-4.0}.
   * Those made from them keep the name in their config, and the license's condition.
   */
  private static final List<String> CC_BY_NC =
      List.of("MCG-NJU/videomae-", "facebook/timesformer-");

  private static final List<String> WORDS_AGAINST =
      List.of("nc", "noncomm", "noncommercial", "research", "academic", "amlr", "deepfloyd");

  private Licenses() {}

  /**
   * Whether a license's identifier does not say otherwise: one that has, among its words, {@code
   * nc}, {@code noncommercial}, {@code non-commercial}, {@code research} or {@code academic} does
   * not allow it, nor do Apple's and DeepFloyd's for research. Such are {@code cc-by-nc-4.0},
   * {@code cc-by-nc-sa-4.0}, {@code fair-noncommercial-research-license} and {@code
   * intel-research}.
   *
   * @param identifier as the hub's cards state it
   */
  static boolean allowsCommercialUse(String identifier) {
    List<String> words = Arrays.asList(identifier.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
    int non = words.indexOf("non");
    boolean nonCommercial = non >= 0 && words.indexOf("commercial") == non + 1;
    return !nonCommercial && words.stream().noneMatch(WORDS_AGAINST::contains);
  }

  /** The license of weights of which the config tells where they come from. */
  static Optional<License> byOrigin(Config config) {
    String origin = config.text("_name_or_path", "");
    return CC_BY_NC.stream().anyMatch(origin::startsWith)
        ? Optional.of(new License("CC-BY-NC-4.0", CARDS + origin, false))
        : Optional.empty();
  }
}
