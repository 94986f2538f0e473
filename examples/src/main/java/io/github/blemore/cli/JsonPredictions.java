package io.github.blemore.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.Blend;
import io.github.blemore.Confidence;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.EncoderInfo;
import io.github.blemore.License;
import io.github.blemore.Provenance;
import io.github.blemore.Recognition;
import io.github.blemore.ThresholdRule;
import io.github.blemore.Vote;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * For programs: one JSON document, written as the clips are done. {@code uncertain} is the reason,
 * or null; without a rule that judges, it and {@code confidence} are left out.
 */
final class JsonPredictions implements PredictionWriter {

  private final JsonGenerator json;

  JsonPredictions(PrintWriter out, Provenance provenance) throws IOException {
    json = new ObjectMapper().getFactory().createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setPrettyPrinter(new DefaultPrettyPrinter());
    json.writeStartObject();
    writeProvenance(provenance);
    json.writeArrayFieldStart("clips");
  }

  private void writeProvenance(Provenance provenance) throws IOException {
    json.writeObjectFieldStart("provenance");
    json.writeStringField("version", provenance.version());
    json.writeArrayFieldStart("encoders");
    for (EncoderInfo encoder : provenance.encoders()) {
      json.writeStartObject();
      json.writeStringField("encoder", encoder.id());
      json.writeStringField("computes_on", encoder.computesOn());
      json.writeStringField("weights_sha256", encoder.checkpointSha256().orElse(null));
      json.writeStringField("license", encoder.license().map(License::name).orElse(null));
      json.writeBooleanField("madeUpWeights", encoder.hasMadeUpWeights());
      json.writeStringField("settings", encoder.settings());
      json.writeStringField("head", provenance.heads().get(encoder.id()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("fusion", provenance.fusion());
    json.writeStringField("decision", provenance.decision());
    if (provenance.confidence().isPresent()) {
      json.writeStringField("confidence", provenance.confidence().get());
    }
    json.writeEndObject();
  }

  @Override
  public void write(Recognition recognition, ThresholdRule rule) {
    try {
      json.writeStartObject();
      json.writeStringField("clip", recognition.clip().id());
      if (recognition.clip().person().isPresent()) {
        json.writeStringField("person", recognition.clip().person().get());
      }
      json.writeArrayFieldStart("blend");
      for (Blend.Part part : recognition.blend().parts()) {
        json.writeStartObject();
        json.writeStringField("emotion", part.emotion().code());
        json.writeNumberField("salience", part.salience());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("alpha", rule.alpha());
      json.writeNumberField("beta", rule.beta());
      if (recognition.confidence().isPresent()) {
        Confidence confidence = recognition.confidence().get();
        json.writeNumberField("confidence", confidence.probability());
        json.writeStringField("uncertain", confidence.doubt().orElse(null));
      }
      writeDistribution(recognition.distribution());
      writeVotes(recognition);
      writeMissing(recognition.missing());
      json.writeObjectFieldStart("span");
      json.writeNumberField("start", recognition.span().start());
      json.writeNumberField("end", recognition.span().end());
      json.writeEndObject();
      json.writeArrayFieldStart("notes");
      for (String note : recognition.notes()) {
        json.writeString(note);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeVotes(Recognition recognition) throws IOException {
    Set<String> madeUp = PredictionWriter.madeUp(recognition);
    json.writeArrayFieldStart("votes");
    for (Vote vote : recognition.votes()) {
      if (vote.distribution().isPresent()) {
        json.writeStartObject();
        json.writeStringField("encoder", vote.encoderId());
        writeDistribution(vote.distribution().get());
        json.writeNumberField("weight", recognition.weights().getOrDefault(vote.encoderId(), 0.0));
        if (madeUp.contains(vote.encoderId())) {
          json.writeBooleanField("madeUpWeights", true);
        }
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void writeMissing(Map<String, String> missing) throws IOException {
    json.writeArrayFieldStart("missing");
    for (Map.Entry<String, String> entry : missing.entrySet()) {
      json.writeStartObject();
      json.writeStringField("encoder", entry.getKey());
      json.writeStringField("reason", entry.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeDistribution(EmotionDistribution distribution) throws IOException {
    json.writeObjectFieldStart("distribution");
    for (Emotion emotion : Emotion.classOrder()) {
      json.writeNumberField(emotion.code(), distribution.probability(emotion));
    }
    json.writeEndObject();
  }

  @Override
  public void finish(Map<String, String> failures) throws IOException {
    json.writeEndArray();
    json.writeArrayFieldStart("failed");
    for (Map.Entry<String, String> failure : failures.entrySet()) {
      json.writeStartObject();
      json.writeStringField("clip", failure.getKey());
      json.writeStringField("error", failure.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
    json.close();
  }
}
