/**
 * Embeddings of many clips on many machines, by Apache Spark: a program to copy.
 *
 * <p>Read first: {@link io.github.blemore.spark.EmbedClips}, which is the command line, then {@link
 * io.github.blemore.spark.EmbeddingJob}, which is the job. Encoders are made once per executor and
 * shared by its tasks.
 */
@NullMarked
package io.github.blemore.spark;

import org.jspecify.annotations.NullMarked;
