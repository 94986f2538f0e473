package io.github.blemore.pickle;

import io.github.blemore.safetensors.ElementType;

/**
 * Numbers that tensors look at.
 *
 * @param type of each
 * @param key the name of the entry under {@code data/}
 * @param elements how many there are
 */
record Storage(ElementType type, String key, long elements) {}
