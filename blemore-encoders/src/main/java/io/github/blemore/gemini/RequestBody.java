package io.github.blemore.gemini;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.blemore.libav.ClipCut;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The JSON of a request: {@code {"content": {"parts": [{"inlineData": {"mimeType": ..., "data":
 * ...}}]}, "outputDimensionality": ...}}. Parts of one content give one vector.
 */
final class RequestBody {

  static final String VIDEO = "video/mp4";
  static final String SOUND = "audio/wav";

  private static final JsonFactory JSON = new JsonFactory();

  private RequestBody() {}

  /** In UTF-8, the files in Base64. */
  static byte[] of(ClipCut cut, int dimension) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart("content");
      json.writeArrayFieldStart("parts");
      part(json, VIDEO, cut.video());
      Optional<byte[]> sound = cut.sound();
      if (sound.isPresent()) {
        part(json, SOUND, sound.get());
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeNumberField("outputDimensionality", dimension);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toByteArray();
  }

  private static void part(JsonGenerator json, String type, byte[] file) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("inlineData");
    json.writeStringField("mimeType", type);
    json.writeBinaryField("data", file);
    json.writeEndObject();
    json.writeEndObject();
  }
}
