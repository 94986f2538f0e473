package io.github.blemore.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A repository at one commit.
 *
 * @param name such as {@code facebook/wav2vec2-base}
 * @param commit 40 hex digits
 * @param files their names
 */
record Repository(String name, String commit, Set<String> files) {

  private static final int MAX_JSON_BYTES = 1 << 26;

  /**
   * Asks the hub for one.
   *
   * @param revision a branch, tag or commit
   * @throws IOException if there is no answer now
   * @throws ModelException if there is no such, or the answer makes no sense
   */
  static Repository find(HubClient client, URI endpoint, String name, String revision)
      throws IOException {
    String what = "%s at %s".formatted(name, revision);
    URI address =
        URI.create("%s/api/models/%s/revision/%s".formatted(endpoint, name, encoded(revision)));
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    HttpResponse<Void> answer =
        client.get(
            address,
            0,
            "",
            info -> {
              json.reset();
              return bytes -> append(json, bytes);
            });
    Answers.requireSuccess(answer, what, client);
    return read(name, what, new ObjectMapper().readTree(json.toByteArray()));
  }

  private static void append(ByteArrayOutputStream json, byte[] bytes) {
    if (json.size() + bytes.length > MAX_JSON_BYTES) {
      throw new UncheckedIOException(new IOException("the hub's list of files has no end"));
    }
    json.writeBytes(bytes);
  }

  private static Repository read(String name, String what, JsonNode root) {
    String commit = root.path("sha").asText();
    if (!commit.matches("[0-9a-f]{40}")) {
      throw new ModelException("%s: the hub names no commit".formatted(what));
    }
    Set<String> files = new LinkedHashSet<>();
    for (JsonNode file : root.path("siblings")) {
      String path = file.path("rfilename").asText();
      if (isSafe(path)) {
        files.add(path);
      }
    }
    return new Repository(name, commit, files);
  }

  private static boolean isSafe(String path) {
    return path.matches("[\\w .+=@,()-]+(/[\\w .+=@,()-]+)*")
        && !("/" + path + "/").contains("/../");
  }

  /** Where a file's bytes are. */
  URI address(URI endpoint, String file) {
    StringBuilder path = new StringBuilder();
    for (String part : file.split("/", -1)) {
      path.append('/').append(encoded(part));
    }
    return URI.create("%s/%s/resolve/%s%s".formatted(endpoint, name, commit, path));
  }

  /**
   * Asks the hub for the hash and size of a file.
   *
   * @throws IOException if there is no answer now
   * @throws ModelException if there is no such, or it cannot be checked
   */
  RemoteFile file(HubClient client, URI endpoint, String file) throws IOException {
    String what = "%s of %s at %s".formatted(file, name, commit);
    URI address = address(endpoint, file);
    HttpResponse<Void> answer = client.head(address);
    if (answer.statusCode() / 100 != 3) {
      Answers.requireSuccess(answer, what, client);
    }
    String of = header(answer, "X-Repo-Commit", "", commit);
    if (!of.equals(commit)) {
      throw new ModelException("%s: the hub sends that of %s".formatted(what, of));
    }
    String etag = header(answer, "X-Linked-ETag", "ETag", "");
    ContentHash hash =
        ContentHash.ofEtag(etag)
            .orElseThrow(
                () ->
                    new ModelException(
                        "%s: the hub names no hash of it, so it cannot be checked: refused"
                            .formatted(what)));
    String size = header(answer, "X-Linked-Size", "Content-Length", "");
    if (!size.matches("\\d{1,18}")) {
      throw new ModelException("%s: the hub names no size of it".formatted(what));
    }
    return new RemoteFile(file, address, etag, hash, Long.parseLong(size));
  }

  private static String header(
      HttpResponse<?> answer, String name, String orElse, String otherwise) {
    return answer
        .headers()
        .firstValue(name)
        .or(() -> answer.headers().firstValue(orElse))
        .orElse(otherwise);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
