package io.github.blemore.store;

import io.github.blemore.EmbeddingSource;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The embeddings of some forms in a store, one of each encoder. */
final class FormSource implements EmbeddingSource {

  private final EmbeddingStore store;
  private final Map<String, EncoderForm> forms;

  private FormSource(EmbeddingStore store, Map<String, EncoderForm> forms) {
    this.store = store;
    this.forms = forms;
  }

  static FormSource of(EmbeddingStore store, Collection<EncoderForm> forms) {
    Map<String, EncoderForm> byId = new TreeMap<>();
    for (EncoderForm form : forms) {
      EncoderForm other = byId.put(form.id(), form);
      if (other != null) {
        throw new IllegalArgumentException(
            "%s and %s are of one encoder: name one form of it".formatted(other, form));
      }
    }
    return new FormSource(store, byId);
  }

  @Override
  public List<EncoderOrigin> encoders() {
    return forms.values().stream().map(store::origin).toList();
  }

  @Override
  public Set<String> clipIds(String encoderId) {
    EncoderForm form = forms.get(encoderId);
    return form == null ? Set.of() : store.clipIds(form);
  }

  @Override
  public Optional<Encoding> find(String encoderId, String clipId) {
    return Optional.ofNullable(forms.get(encoderId)).flatMap(form -> store.find(form, clipId));
  }

  /** Such as {@code embeddings in demo/embeddings.db of [face-api, videomae]}. */
  @Override
  public String toString() {
    return "%s of %s".formatted(store, forms.keySet());
  }
}
