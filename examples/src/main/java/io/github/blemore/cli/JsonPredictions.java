package io.github.blemore.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Outcome;
import io.github.blemore.Recognition;
import io.github.blemore.Vote;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** For programs: one JSON document, written as the clips are done. */
final class JsonPredictions implements PredictionWriter {

  private final JsonGenerator json;

  JsonPredictions(PrintWriter out) throws IOException {
    json = new ObjectMapper().getFactory().createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setPrettyPrinter(new DefaultPrettyPrinter());
    json.writeStartObject();
    json.writeArrayFieldStart("clips");
  }

  @Override
  public void write(Recognition recognition) {
    try {
      json.writeStartObject();
      json.writeStringField("clip", recognition.clip().id());
      json.writeArrayFieldStart("blend");
      for (Blend.Part part : recognition.blend().parts()) {
        json.writeStartObject();
        json.writeStringField("emotion", part.emotion().code());
        json.writeNumberField("salience", part.salience());
        json.writeEndObject();
      }
      json.writeEndArray();
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
    json.writeArrayFieldStart("votes");
    for (Vote vote : recognition.votes()) {
      if (vote.distribution().isPresent()) {
        json.writeStartObject();
        json.writeStringField("encoder", vote.encoderId());
        writeDistribution(vote.distribution().get());
        json.writeNumberField("weight", recognition.weights().getOrDefault(vote.encoderId(), 0.0));
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
  public void finish(List<Outcome.Failure> failures) throws IOException {
    json.writeEndArray();
    json.writeArrayFieldStart("failed");
    for (Outcome.Failure failure : failures) {
      json.writeStartObject();
      json.writeStringField("clip", failure.clip().id());
      json.writeStringField("error", failure.cause().getMessage());
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
