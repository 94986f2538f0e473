package io.github.blemore.experiment;

import io.github.blemore.EmotionDistribution;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a head says on clips it was not trained on.
 *
 * @param epoch after which the head was taken
 * @param votes clip id to distribution; clips without an embedding are not in it
 */
record HeldOut(int epoch, Map<String, EmotionDistribution> votes) {

  HeldOut {
    votes = Collections.unmodifiableMap(new LinkedHashMap<>(votes));
  }
}
