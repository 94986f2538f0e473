package io.github.blemore.examples;

import io.github.blemore.hub.Hub;
import java.nio.file.Path;
import java.util.List;

/**
 * Fetches the published ONNX form of EmbeddingGemma 2 from the Hugging Face hub, 1.8 GB: what
 * {@code embeddinggemma:DIR} needs for pictures. The README's third example.
 */
public final class FetchEmbeddingGemma {

  private FetchEmbeddingGemma() {}

  /** Runs it, and prints where the files are. */
  public static void main(String[] arguments) {
    // README begins
    String model = "onnx-community/embeddinggemma-2-ONNX";
    String revision = "daa72c51243991dfcaf9f9137d2c573d8f7790c0";
    Hub hub = Hub.builder().build();
    for (String file :
        List.of(
            "processor_config.json",
            "tokenizer.json",
            "onnx/model.onnx",
            "onnx/model.onnx_data",
            "onnx/vision_encoder.onnx",
            "onnx/vision_encoder.onnx_data")) {
      Path fetched = hub.downloadFile(model, revision, file);
      System.out.println(fetched);
    }
    // README ends
  }
}
