package io.github.blemore.spark;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** What a task does: rows of {@link ClipTable} to rows of {@link EmbeddingRows}, one by one. */
record EncodePartition(List<String> specs, EncoderOpener opener)
    implements MapPartitionsFunction<Row, Row> {

  @Override
  public Iterator<Row> call(Iterator<Row> clips) {
    ExecutorEncoders encoders = ExecutorEncoders.of(specs, opener);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(clips, Spliterator.ORDERED), false)
        .flatMap(clip -> encoders.encode(clip.getString(0), clip.getString(1)).stream())
        .iterator();
  }
}
