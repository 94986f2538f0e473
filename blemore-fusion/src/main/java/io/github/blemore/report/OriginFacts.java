package io.github.blemore.report;

import io.github.blemore.EncoderForm;
import io.github.blemore.License;
import io.github.blemore.experiment.FittedFusion;
import io.github.blemore.head.HeadSettings;
import io.github.blemore.system.SystemMember;
import io.github.blemore.system.SystemOrigin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a system is made of, and where that comes from. */
final class OriginFacts {

  private OriginFacts() {}

  /** What decides: all that was fitted besides the heads. */
  static String fitted(FittedFusion fitted) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("fusion", fitted.fusion().toString());
    facts.put("calibration", fitted.calibration().toString());
    facts.put(
        "thresholds", "alpha %s, beta %s".formatted(fitted.rule().alpha(), fitted.rule().beta()));
    facts.put(
        "salience of a person",
        fitted.personal().map(Object::toString).orElse("one beta for all people"));
    facts.put("uncertain answers", fitted.abstention().map(Object::toString).orElse("not judged"));
    facts.replaceAll((name, value) -> Html.rounded(value));
    return Html.facts(facts);
  }

  /** Design, data, training, version. */
  static String origin(SystemOrigin origin) {
    HeadSettings training = origin.training();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("design", origin.design());
    facts.put(
        "fitted on",
        "%s of %d people in %s"
            .formatted(
                Html.count(origin.clips(), "clip"),
                origin.foldOf().size(),
                Html.count(new TreeSet<>(origin.foldOf().values()).size(), "fold")));
    facts.put(
        "heads",
        "%s, at most %d epochs of Adam, learning rate %s, weight decay %s, batches of %d, seed %d"
            .formatted(
                training.hidden() == 0 ? "linear" : training.hidden() + " hidden units",
                training.epochs(),
                training.learningRate(),
                training.weightDecay(),
                training.batchSize(),
                training.seed()));
    facts.put("labels, SHA-256", origin.labelsSha256());
    facts.put("fitted at", origin.created().toString());
    facts.put("fitted by", "blemore " + origin.libraryVersion());
    return Html.facts(facts);
  }

  /** The encoders with their weights, preprocessing and licenses. */
  static String encoders(List<SystemMember> members, SystemNames names) {
    StringBuilder all = new StringBuilder();
    members.forEach(member -> all.append(encoder(member, names)));
    return all.toString();
  }

  private static String encoder(SystemMember member, SystemNames names) {
    EncoderForm form = member.origin().form();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("encoder", names.of(member.id()));
    facts.put(
        "kind",
        member.taskAdapted()
            ? "adapted to the task, as those who fitted the system said"
            : "general-purpose");
    facts.put("values", String.valueOf(form.dimension()));
    facts.put("weights, SHA-256", form.checkpointSha256().orElse("none or not known"));
    facts.put("preprocessing", form.preprocessing());
    facts.put("needs", form.needs());
    if (!form.settings().isBlank()) {
      facts.put("settings", form.settings());
    }
    facts.put("license", member.origin().license().map(OriginFacts::said).orElse("not known"));
    facts.put(
        "opened as", member.origin().spec().map(OriginFacts::withoutFolders).orElse("not known"));
    return Html.facts(facts);
  }

  /** Of files the name only: a report is passed on, and folders may tell whose machine it was. */
  private static String withoutFolders(String spec) {
    return spec.replaceAll("[^:=,]*[/\\\\]", "");
  }

  private static String said(License license) {
    return "%s, from %s%s"
        .formatted(
            license.name(), license.source(), license.commercialUse() ? "" : ", no commercial use");
  }
}
