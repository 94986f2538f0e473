package io.github.blemore.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.License;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.FolderComparison;
import io.github.blemore.store.StoreContents;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a store holds, as text and as JSON.
 *
 * @param store that was looked at
 * @param contents what is there of each form
 * @param comparison with a folder of clips, if one was named
 * @param problems that a check found, if there was one
 */
record StoreReport(
    EmbeddingStore store,
    List<StoreContents.OfForm> contents,
    Optional<FolderComparison> comparison,
    Optional<List<String>> problems) {

  /** So many clips are named in a line of text; JSON names all. */
  private static final int NAMED_CLIPS = 5;

  List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %d bytes, %d forms of encoders"
            .formatted(store.file(), Files.size(store.file()), contents.size()));
    contents.forEach(form -> add(lines, form));
    comparison.ifPresent(compared -> add(lines, compared));
    problems.ifPresent(
        found ->
            lines.add(
                found.isEmpty() ? "checked: nothing is damaged" : "damaged: " + found.size()));
    return lines;
  }

  private static void add(List<String> lines, StoreContents.OfForm form) {
    lines.add(
        "%s%s: %d embeddings of %d values, %d bytes; %d missing, %d failed"
            .formatted(
                form.form(),
                form.form().hasMadeUpWeights() ? ", made-up weights" : "",
                form.embeddings(),
                form.form().dimension(),
                form.bytes(),
                form.missing().size(),
                form.failures().size()));
    form.origin().spec().ifPresent(spec -> lines.add("  opened again with " + spec));
    form.origin()
        .license()
        .ifPresent(
            license ->
                lines.add(
                    "  license of the weights: %s%s (%s)"
                        .formatted(
                            license.name(),
                            license.commercialUse() ? "" : ", no commercial use",
                            license.source())));
    for (StoreContents.Making made : form.made()) {
      lines.add(
          "  made by %s: %d, %s to %s"
              .formatted(made.version(), made.encodings(), made.first(), made.last()));
    }
    addByText(lines, "missing", form.missing());
    addByText(lines, "failed", form.failures());
  }

  /** One line for each reason, with the clips it is the reason of. */
  private static void addByText(List<String> lines, String what, Map<String, String> texts) {
    SortedMap<String, List<String>> clips = new TreeMap<>();
    texts.forEach(
        (clip, text) -> clips.computeIfAbsent(text, reason -> new ArrayList<>()).add(clip));
    clips.forEach((text, ids) -> lines.add("  %s: %s: %s".formatted(what, text, named(ids))));
  }

  private static String named(List<String> clips) {
    return clips.size() <= NAMED_CLIPS
        ? String.join(", ", clips)
        : "%s and %d more"
            .formatted(
                String.join(", ", clips.subList(0, NAMED_CLIPS)), clips.size() - NAMED_CLIPS);
  }

  private static void add(List<String> lines, FolderComparison compared) {
    compared
        .lacking()
        .forEach(
            (form, clips) ->
                lines.add(
                    "clips without %s: %d%s"
                        .formatted(
                            form, clips.size(), clips.isEmpty() ? "" : ": " + named(clips))));
    lines.add(
        "clips that changed: %d%s"
            .formatted(
                compared.changed().size(),
                compared.changed().isEmpty() ? "" : ": " + named(compared.changed())));
    compared.unreadable().forEach((clip, error) -> lines.add("clip %s %s".formatted(clip, error)));
  }

  ObjectNode json() throws IOException {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("store", store.file().toString());
    json.put("bytes", Files.size(store.file()));
    ArrayNode forms = json.putArray("forms");
    for (StoreContents.OfForm form : contents) {
      put(forms.addObject(), form);
    }
    comparison.ifPresent(compared -> put(json.putObject("clips"), compared));
    problems.ifPresent(found -> found.forEach(json.putArray("problems")::add));
    return json;
  }

  private static void put(ObjectNode json, StoreContents.OfForm form) {
    put(json, form.form());
    json.put("modality", form.form().modality().name().toLowerCase(Locale.ROOT))
        .put("dimension", form.form().dimension())
        .put("needs", form.form().needs())
        .put("settings", form.form().settings())
        .put("madeUpWeights", form.form().hasMadeUpWeights())
        .put("spec", form.origin().spec().orElse(null))
        .put("embeddings", form.embeddings())
        .put("bytes", form.bytes());
    putLicense(json, form.origin());
    ArrayNode made = json.putArray("made");
    for (StoreContents.Making one : form.made()) {
      made.addObject()
          .put("version", one.version())
          .put("encodings", one.encodings())
          .put("first", one.first().toString())
          .put("last", one.last().toString());
    }
    form.missing().forEach(json.putObject("missing")::put);
    form.failures().forEach(json.putObject("failures")::put);
  }

  private static void putLicense(ObjectNode json, EncoderOrigin origin) {
    if (origin.license().isEmpty()) {
      json.putNull("license");
      return;
    }
    License license = origin.license().get();
    json.putObject("license")
        .put("name", license.name())
        .put("source", license.source())
        .put("commercialUse", license.commercialUse());
  }

  private static void put(ObjectNode json, EncoderForm form) {
    json.put("encoder", form.id())
        .put("checkpoint", form.checkpointSha256().orElse(null))
        .put("preprocessing", form.preprocessing());
  }

  private static void put(ObjectNode json, FolderComparison compared) {
    ArrayNode lacking = json.putArray("lacking");
    compared
        .lacking()
        .forEach(
            (form, clips) -> {
              ObjectNode one = lacking.addObject();
              put(one, form);
              clips.forEach(one.putArray("clips")::add);
            });
    compared.changed().forEach(json.putArray("changed")::add);
    compared.unreadable().forEach(json.putObject("unreadable")::put);
  }
}
