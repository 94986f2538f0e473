package io.github.blemore.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.gemini.GeminiStandIn.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiStandInTest {

  private static final String PATH = "/v1beta/models/gemini-embedding-2:embedContent";

  private final HttpClient http = HttpClient.newHttpClient();
  private GeminiStandIn standIn;

  @BeforeEach
  void start() throws IOException {
    standIn = GeminiStandIn.start();
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  private HttpResponse<String> post(String path, String key, String body)
      throws IOException, InterruptedException {
    URI address = standIn.address().resolve(path);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("x-goog-api-key", key)
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static String request(String type, byte[] file, int dimension) {
    return """
        {"content":{"parts":[{"inlineData":{"mimeType":"%s","data":"%s"}}]},"outputDimensionality":%d}
        """
        .formatted(type, Base64.getEncoder().encodeToString(file), dimension);
  }

  @Test
  void answersInTheFormOfTheService() throws Exception {
    HttpResponse<String> answer =
        post(PATH, standIn.key(), request("video/mp4", Cuts.movie(1), 256));
    JsonNode reply = new ObjectMapper().readTree(answer.body());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(reply.path("embedding").path("values")).hasSize(256);
    assertThat(reply.path("usageMetadata").path("promptTokenCount").asInt()).isPositive();
  }

  @Test
  void clipsThatLookAlikeAreNearAndOthersFar() throws Exception {
    double[] one = values(Cuts.movie(1));
    double[] same = values(Cuts.movie(1));
    double[] other = values(Cuts.movie(2));

    assertThat(same).isEqualTo(one);
    assertThat(cosine(one, other)).isLessThan(0.98);
  }

  private double[] values(byte[] movie) throws Exception {
    String body = post(PATH, standIn.key(), request("video/mp4", movie, 768)).body();
    JsonNode values = new ObjectMapper().readTree(body).path("embedding").path("values");
    double[] vector = new double[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values.get(i).asDouble();
    }
    return vector;
  }

  private static double cosine(double[] one, double[] other) {
    double product = 0;
    for (int i = 0; i < one.length; i++) {
      product += one[i] * other[i];
    }
    return product;
  }

  @ParameterizedTest
  @CsvSource({
    "image/gif, 256, Unsupported MIME type",
    "video/mp4, 64, outputDimensionality must be 128 to 3072"
  })
  void refusesWhatTheServiceWould(String type, int dimension, String problem) throws Exception {
    HttpResponse<String> answer =
        post(PATH, standIn.key(), request(type, Cuts.movie(1), dimension));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("INVALID_ARGUMENT", problem);
  }

  @Test
  void refusesWhatIsNoRequest() throws Exception {
    String good = request("video/mp4", Cuts.movie(1), 128);

    assertThat(post(PATH, "another", good).statusCode()).isEqualTo(403);
    assertThat(post("/v1beta/models/x:generateContent", standIn.key(), good).statusCode())
        .isEqualTo(404);
    assertThat(post(PATH, standIn.key(), "{\"content\":").statusCode()).isEqualTo(400);
    assertThat(post(PATH, standIn.key(), "").statusCode()).isEqualTo(400);
    assertThat(post(PATH, standIn.key(), request("video/mp4", new byte[9], 128)).statusCode())
        .isEqualTo(400);
    assertThat(standIn.requests()).isEqualTo(5);
  }

  @Test
  void faultsComeInTheirOrder() throws Exception {
    standIn.order(Fault.SERVER_ERROR, Fault.TOO_MANY_REQUESTS);
    standIn.order(List.of(Fault.NONE));
    String good = request("video/mp4", Cuts.movie(1), 128);
    HttpResponse<String> first = post(PATH, standIn.key(), good);
    HttpResponse<String> second = post(PATH, standIn.key(), good);

    assertThat(first.statusCode()).isEqualTo(500);
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.headers().firstValue("Retry-After")).contains("1");
    assertThat(post(PATH, standIn.key(), good).statusCode()).isEqualTo(200);
  }

  @Test
  void afterCloseNobodyAnswers() {
    standIn.close();
    standIn.close();

    assertThatThrownBy(() -> post(PATH, standIn.key(), "{}")).isInstanceOf(ConnectException.class);
  }

  @Test
  void refusesOptionsOutOfRangeOrSetTwice() {
    assertThatThrownBy(() -> GeminiStandIn.builder().slowness(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slowness is PT-1S");
    assertThatThrownBy(() -> GeminiStandIn.builder().faults(List.of()).faults(List.of(Fault.SLOW)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("faults of the stand-in is set twice");
  }
}
