package io.github.blemore.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderInfo;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.License;
import io.github.blemore.Modality;
import io.github.blemore.NoEmbedding;
import io.github.blemore.internal.Sha256;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.precomputed.PrecomputedEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Embeddings in NumPy's files, by clip id. */
interface ImportedArrays {

  /** Of which encoder they are; its checkpoint is the SHA-256 of all of them. */
  EncoderOrigin origin();

  /** The clips. */
  SortedSet<String> clipIds();

  /** What there is of a clip. */
  Encoding read(String clipId) throws IOException;

  /** Those of a file in the form of the challenge. */
  static ImportedArrays ofNpz(String encoderId, Modality modality, Path file) {
    return new OfNpz(PrecomputedEncoder.builder(file).id(encoderId).modality(modality).build());
  }

  /**
   * Those of a folder of {@code .npy} files.
   *
   * @throws IOException if it cannot be read or holds none
   */
  static ImportedArrays ofFolder(String encoderId, Modality modality, Path folder)
      throws IOException {
    return OfFolder.open(encoderId, modality, folder);
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }

  /** Of one file, all in memory. */
  record OfNpz(PrecomputedEncoder encoder) implements ImportedArrays {

    @Override
    public EncoderOrigin origin() {
      return encoder.encoders().get(0);
    }

    @Override
    public SortedSet<String> clipIds() {
      return encoder.clipIds();
    }

    @Override
    public Encoding read(String clipId) {
      return encoder.find(encoder.info().id(), clipId).orElseThrow();
    }
  }

  /** Of a folder, each read when it is asked for. */
  record OfFolder(
      EncoderOrigin origin, Path folder, SortedSet<String> arrays, Map<String, String> missing)
      implements ImportedArrays {

    private static final TypeReference<TreeMap<String, String>> REASONS = new TypeReference<>() {};

    private static OfFolder open(String encoderId, Modality modality, Path folder)
        throws IOException {
      if (!Files.isDirectory(folder)) {
        throw new NotDirectoryException(folder + " is no folder: name one of .npy files");
      }
      SortedSet<String> ids = new TreeSet<>();
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(ImportedArrays::nameOf)
            .filter(name -> name.endsWith(StoreExport.ARRAY))
            .forEach(
                name -> ids.add(name.substring(0, name.length() - StoreExport.ARRAY.length())));
      }
      if (ids.isEmpty()) {
        throw new IOException(folder + " holds no .npy file: must have one for each clip");
      }
      int dimension = windows(folder.resolve(ids.first() + StoreExport.ARRAY))[0].length;
      EncoderInfo info =
          EncoderInfo.builder(encoderId, modality, MediaNeeds.none())
              .dimension(dimension)
              .checkpoint(hash(folder, ids), new License("not stated", folder.toString(), true))
              .settings("imported from " + nameOf(folder))
              .imported()
              .build();
      return new OfFolder(EncoderOrigin.of(info), folder, ids, missing(folder, ids));
    }

    /** Of the lines that {@code sha256sum} prints of the files, by name. */
    private static String hash(Path folder, SortedSet<String> ids) throws IOException {
      StringBuilder lines = new StringBuilder();
      for (String id : ids) {
        String name = id + StoreExport.ARRAY;
        lines.append(Sha256.of(folder.resolve(name))).append("  ").append(name).append('\n');
      }
      Path missing = folder.resolve(StoreExport.MISSING_FILE);
      if (Files.exists(missing)) {
        lines.append(Sha256.of(missing)).append("  ").append(StoreExport.MISSING_FILE).append('\n');
      }
      return Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> missing(Path folder, SortedSet<String> ids)
        throws IOException {
      Path file = folder.resolve(StoreExport.MISSING_FILE);
      if (!Files.exists(file)) {
        return Map.of();
      }
      Map<String, String> reasons;
      try {
        reasons = new ObjectMapper().readValue(Files.readAllBytes(file), REASONS);
      } catch (JsonProcessingException e) {
        throw new IOException(
            "%s: must be a JSON object of clip id to reason: %s"
                .formatted(file, e.getOriginalMessage()),
            e);
      }
      for (Map.Entry<String, String> reason : reasons.entrySet()) {
        String id = reason.getKey();
        if (reason.getValue() == null || reason.getValue().isBlank()) {
          throw new IOException("%s gives no reason for clip %s: must say one".formatted(file, id));
        }
        if (ids.contains(id)) {
          throw new IOException(
              "%s names clip %s, which has a file %s%s: must be one of both"
                  .formatted(file, id, id, StoreExport.ARRAY));
        }
      }
      return reasons;
    }

    @Override
    public SortedSet<String> clipIds() {
      SortedSet<String> all = new TreeSet<>(arrays);
      all.addAll(missing.keySet());
      return all;
    }

    @Override
    public Encoding read(String clipId) throws IOException {
      String reason = missing.get(clipId);
      if (reason != null) {
        return new NoEmbedding(origin.id(), reason);
      }
      Path file = folder.resolve(clipId + StoreExport.ARRAY);
      float[][] windows = windows(file);
      int dimension = origin.form().dimension();
      if (windows[0].length != dimension) {
        throw new IOException(
            "%s has %d values, %s%s has %d: must be as many"
                .formatted(file, windows[0].length, arrays.first(), StoreExport.ARRAY, dimension));
      }
      try {
        return Embedding.of(origin.id(), windows);
      } catch (IllegalArgumentException e) {
        throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
      }
    }

    private static float[][] windows(Path file) throws IOException {
      NpyArray array = NpyArray.read(file);
      int[] shape = array.shape();
      if (!array.type().startsWith("f")
          || shape.length < 1
          || shape.length > 2
          || array.size() == 0) {
        throw new IOException(
            "%s: %s: must be float32 or float64 [windows, dimension] or [dimension]"
                .formatted(file, array));
      }
      int dimension = shape[shape.length - 1];
      float[] values = array.toFloats();
      float[][] windows = new float[values.length / dimension][dimension];
      for (int w = 0; w < windows.length; w++) {
        System.arraycopy(values, w * dimension, windows[w], 0, dimension);
      }
      return windows;
    }
  }
}
