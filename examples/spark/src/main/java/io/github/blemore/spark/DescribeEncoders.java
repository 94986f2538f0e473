package io.github.blemore.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Opens the encoders where it runs and tells what the driver must know about each. */
record DescribeEncoders(List<String> specs, EncoderOpener opener)
    implements MapPartitionsFunction<Long, Row> {

  static final StructType SCHEMA =
      new StructType()
          .add("encoder", DataTypes.StringType, false)
          .add("recipient", DataTypes.StringType);

  @Override
  public Iterator<Row> call(Iterator<Long> one) {
    return ExecutorEncoders.of(specs, opener).encoders().stream()
        .map(encoder -> RowFactory.create(encoder.id(), encoder.recipient().orElse(null)))
        .iterator();
  }
}
