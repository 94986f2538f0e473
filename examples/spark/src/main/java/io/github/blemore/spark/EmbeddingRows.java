package io.github.blemore.spark;

import io.github.blemore.Embedding;
import io.github.blemore.EncoderForm;
import io.github.blemore.Encoding;
import io.github.blemore.NoEmbedding;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one encoder in the table of embeddings. Of {@code vectors}, {@code missing} and
 * {@code error}, one is not null.
 *
 * @param form of the encoder
 */
record EmbeddingRows(EncoderForm form) {

  static final String ENCODER = "encoder";
  static final String MISSING = "missing";
  static final String ERROR = "error";

  static final StructType SCHEMA =
      new StructType()
          .add(ClipTable.CLIP, DataTypes.StringType)
          .add("clip_sha256", DataTypes.StringType)
          .add(ENCODER, DataTypes.StringType, false)
          .add("checkpoint_sha256", DataTypes.StringType)
          .add("preprocessing", DataTypes.StringType, false)
          .add("dimension", DataTypes.IntegerType, false)
          .add(
              "vectors",
              DataTypes.createArrayType(
                  DataTypes.createArrayType(DataTypes.FloatType, false), false))
          .add("notes", DataTypes.createArrayType(DataTypes.StringType, false), false)
          .add(MISSING, DataTypes.StringType)
          .add(ERROR, DataTypes.StringType);

  /** What the encoder made of a clip: an embedding or the reason why there is none. */
  Row of(String clip, String sha256, Encoding encoding) {
    if (encoding instanceof Embedding embedding) {
      return row(clip, sha256, vectors(embedding), embedding.notes(), null, null);
    }
    return row(clip, sha256, null, List.of(), ((NoEmbedding) encoding).reason(), null);
  }

  /** What went wrong with a clip. */
  Row error(@Nullable String clip, @Nullable String sha256, String error) {
    return row(clip, sha256, null, List.of(), null, error);
  }

  private Row row(
      @Nullable String clip,
      @Nullable String sha256,
      float @Nullable [][] vectors,
      List<String> notes,
      @Nullable String missing,
      @Nullable String error) {
    return RowFactory.create(
        clip,
        sha256,
        form.id(),
        form.checkpointSha256().orElse(null),
        form.preprocessing(),
        form.dimension(),
        vectors,
        notes.toArray(String[]::new),
        missing,
        error);
  }

  private static float[][] vectors(Embedding embedding) {
    float[][] vectors = new float[embedding.windowCount()][];
    for (int w = 0; w < vectors.length; w++) {
      vectors[w] = embedding.window(w);
    }
    return vectors;
  }
}
