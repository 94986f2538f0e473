package io.github.blemore.challenge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Predictions to and from the JSON of a submission. */
final class SubmissionJson {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final String PREDICTIONS = "predictions";
  private static final String EMOTION = "emotion";
  private static final String SALIENCE = "salience";

  private SubmissionJson() {}

  static String write(SortedMap<String, Blend> predictions) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeObjectFieldStart(PREDICTIONS);
      for (Map.Entry<String, Blend> prediction : predictions.entrySet()) {
        json.writeArrayFieldStart(prediction.getKey());
        for (Blend.Part part : prediction.getValue().parts()) {
          json.writeStartObject();
          json.writeStringField(EMOTION, part.emotion().code());
          json.writeNumberField(SALIENCE, (double) part.salience());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #write} writes. Fields that are no part of a submission are refused, as are
   * clips that stand twice.
   *
   * @throws IOException if it is no JSON, or of another form
   * @throws IllegalArgumentException if it has a blend that cannot be; the message names the clip
   */
  static Map<String, Blend> parse(byte[] document) throws IOException {
    Map<String, Blend> predictions = new HashMap<>();
    try (JsonParser json = JSON.createParser(document)) {
      require(json, json.nextToken() == JsonToken.START_OBJECT, "must be an object");
      require(
          json,
          json.nextToken() == JsonToken.FIELD_NAME && json.currentName().equals(PREDICTIONS),
          "must have the one field predictions");
      require(json, json.nextToken() == JsonToken.START_OBJECT, "predictions must be an object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String clip = json.currentName();
        predictions.put(clip, blend(json, clip));
      }
      require(
          json,
          json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null,
          "must have no more than predictions");
    }
    return predictions;
  }

  private static Blend blend(JsonParser json, String clip) throws IOException {
    String form = "clip %s must have a list of emotions with salience".formatted(clip);
    List<Blend.Part> parts = new ArrayList<>();
    require(json, json.nextToken() == JsonToken.START_ARRAY, form);
    try {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        parts.add(part(json, form));
      }
      require(json, json.currentToken() == JsonToken.END_ARRAY, form);
      return Blend.of(parts);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("clip %s: %s".formatted(clip, e.getMessage()), e);
    }
  }

  private static Blend.Part part(JsonParser json, String form) throws IOException {
    String emotion = "";
    double salience = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals(EMOTION) && value == JsonToken.VALUE_STRING) {
        emotion = json.getText();
      } else {
        require(json, field.equals(SALIENCE) && value.isNumeric(), form);
        salience = json.getDoubleValue();
      }
    }
    require(json, salience == (int) salience, "salience must be a whole number");
    return new Blend.Part(Emotion.ofCode(emotion), (int) salience);
  }

  private static void require(JsonParser json, boolean condition, String message)
      throws IOException {
    if (!condition) {
      throw new IOException(
          "line %d, column %d: %s"
              .formatted(
                  json.currentTokenLocation().getLineNr(),
                  json.currentTokenLocation().getColumnNr(),
                  message));
    }
  }
}
