package io.github.blemore.store;

/**
 * What was removed from a store.
 *
 * @param embeddings how many embeddings
 * @param missing how many reasons why there is none
 * @param failures how many recorded errors
 */
public record Removed(int embeddings, int missing, int failures) {}
