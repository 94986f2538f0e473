package io.github.blemore.hub;

import io.github.blemore.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A file while it comes. What has come stays in a {@code .part} file, under a name that has the
 * hash of the whole: another content never goes on where this one stopped.
 */
final class PartFile {

  private final HubClient client;
  private final RemoteFile remote;
  private final Path part;
  private final DownloadListener listener;

  /**
   * A file to be.
   *
   * @param folder for the part
   */
  PartFile(HubClient client, RemoteFile remote, Path folder, DownloadListener listener) {
    this.client = client;
    this.remote = remote;
    this.listener = listener;
    this.part =
        folder.resolve(
            "%s.%s.part".formatted(remote.name().replace("/", "--"), remote.hash().hex()));
  }

  /**
   * Gets the whole file.
   *
   * @param retries counts failures
   * @return where it is, checked; to be moved from there
   * @throws ModelException if that fails for good, or the content is wrong
   */
  Path download(Retries retries) {
    while (true) {
      long before = size();
      try {
        fill();
        requireHash();
        return part;
      } catch (IOException e) {
        if (size() > before) {
          retries.progressed();
        }
        retries.await(e);
      }
    }
  }

  private long size() {
    try {
      return Files.exists(part) ? Files.size(part) : 0;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private ModelException unusable(IOException cause) {
    return new ModelException(
        "%s cannot be written: %s".formatted(part, cause.getMessage()), cause);
  }

  private void fill() throws IOException {
    try (FileChannel channel = open()) {
      if (channel.size() > remote.size()) {
        channel.truncate(0);
      }
      if (channel.size() < remote.size()) {
        request(channel, channel.size());
      }
      if (channel.size() != remote.size()) {
        throw new IOException("%d of %d bytes came".formatted(channel.size(), remote.size()));
      }
    }
  }

  private FileChannel open() {
    try {
      FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return channel;
        }
      } catch (OverlappingFileLockException e) {
        // by another thread of this process: the same as by another process
      }
      channel.close();
    } catch (IOException e) {
      throw unusable(e);
    }
    throw new ModelException(part + " is being downloaded by someone else: wait for that");
  }

  private void request(FileChannel channel, long from) throws IOException {
    HttpResponse<Void> answer =
        client.get(remote.address(), from, remote.etag(), info -> begin(info, channel, from));
    if (answer.statusCode() == 416) {
      channel.truncate(0);
      throw new IOException("the hub could not go on at byte " + from);
    }
    Answers.requireSuccess(answer, remote.name(), client);
  }

  private Consumer<byte[]> begin(ResponseInfo answer, FileChannel channel, long from) {
    boolean goesOn =
        answer.statusCode() == 206
            && answer
                .headers()
                .firstValue("Content-Range")
                .filter(range -> range.startsWith("bytes %d-".formatted(from)))
                .isPresent();
    try {
      if (answer.statusCode() == 200) {
        requireSize(answer);
      }
      channel.truncate(goesOn ? from : 0);
      channel.position(goesOn ? from : 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.statusCode() == 206 && !goesOn ? bytes -> {} : bytes -> write(bytes, channel);
  }

  private void requireSize(ResponseInfo answer) throws TemporaryFailure {
    OptionalLong size = answer.headers().firstValueAsLong("Content-Length");
    if (size.isPresent() && size.getAsLong() != remote.size()) {
      throw new TemporaryFailure(
          "the answer has %d bytes, the file %d".formatted(size.getAsLong(), remote.size()),
          Optional.empty());
    }
  }

  private void write(byte[] bytes, FileChannel channel) {
    try {
      if (channel.position() + bytes.length > remote.size()) {
        Files.deleteIfExists(part);
        throw new IOException("more bytes come than the %d of the file".formatted(remote.size()));
      }
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      listener.progress(remote.name(), channel.position(), remote.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireHash() throws IOException {
    ContentHash found = remote.hash().of(part);
    if (!found.equals(remote.hash())) {
      Files.delete(part);
      throw new ModelException(
          "%s came with %s, must have %s: deleted; call again, and if it happens again, the hub or what lies between is damaged"
              .formatted(remote.name(), found, remote.hash()));
    }
  }
}
