package io.github.blemore;

/**
 * Under which licence weights come.
 *
 * @param name SPDX identifier where there is one, such as {@code Apache-2.0} or {@code MIT}
 * @param source where the weights and the licence text come from
 * @param commercialUse whether the licence allows commercial use
 */
public record License(String name, String source, boolean commercialUse) {}
