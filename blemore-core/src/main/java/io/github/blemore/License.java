package io.github.blemore;

/**
 * Under which license weights come.
 *
 * @param name SPDX identifier where there is one, such as {@code Apache-2.0} or {@code MIT}
 * @param source where the weights and the license text come from
 * @param commercialUse false if the license forbids commercial use; one that is not stated forbids
 *     nothing, and allows nothing either
 */
public record License(String name, String source, boolean commercialUse) {

  /**
   * Refuses weights for non-commercial use only, unless they were accepted.
   *
   * @param weights which ones, for the message
   * @param nonCommercialAccepted whether the user said yes to them
   * @throws ModelException if they are not accepted
   */
  public void requireAccepted(String weights, boolean nonCommercialAccepted) {
    if (!commercialUse && !nonCommercialAccepted) {
      throw new ModelException(
          "the license of %s, %s, forbids commercial use: call acceptNonCommercial() if yours is none"
              .formatted(weights, name));
    }
  }
}
