package io.github.blemore.spark;

import io.github.blemore.Embedding;
import io.github.blemore.Encoding;
import io.github.blemore.NoEmbedding;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/** A table of embeddings, read back: its rows by clip and encoder. */
record WrittenTable(Map<String, Row> rows) {

  /** Reads it; two rows of one clip and encoder are refused. */
  static WrittenTable read(String table) throws IOException {
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      return new WrittenTable(
          spark.read().parquet(table).collectAsList().stream()
              .collect(Collectors.toMap(WrittenTable::key, Function.identity())));
    }
  }

  private static String key(Row row) {
    return text(row, "clip") + " " + text(row, "encoder");
  }

  Row row(String clip, String encoder) {
    return Objects.requireNonNull(rows.get(clip + " " + encoder), clip + " " + encoder);
  }

  static @Nullable String text(Row row, String column) {
    return row.getAs(column);
  }

  /** What the encoder gave, from its row. */
  static Encoding encoding(Row row) {
    String encoder = String.valueOf(text(row, "encoder"));
    String missing = text(row, "missing");
    if (missing != null) {
      return new NoEmbedding(encoder, missing);
    }
    List<Seq<Float>> windows = row.getList(row.fieldIndex("vectors"));
    float[][] vectors = new float[windows.size()][];
    for (int w = 0; w < vectors.length; w++) {
      vectors[w] = new float[windows.get(w).size()];
      for (int i = 0; i < vectors[w].length; i++) {
        vectors[w][i] = windows.get(w).apply(i);
      }
    }
    return Embedding.of(encoder, vectors).withNotes(row.<String>getList(row.fieldIndex("notes")));
  }
}
