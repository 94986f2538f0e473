package io.github.blemore.finetune.files;

import io.github.blemore.InterruptedWorkException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file of any size for this process alone, which is gone with it. On Linux and macOS it loses its
 * name as soon as it is open, so that not even a killed process leaves it behind; Windows deletes
 * it when it is closed, by us or by the end of the process.
 *
 * <p>Reading and writing are done by threads of the channel's own: a caller's interruption, which
 * would close a plain {@link java.nio.channels.FileChannel} for everyone, ends that call alone.
 *
 * <p>Safe to share between threads.
 */
final class ScratchFile implements AutoCloseable {

  /** One reading or writing, of some of the bytes. */
  private interface Transfer {
    Future<Integer> of(ByteBuffer bytes, long position);
  }

  private final AsynchronousFileChannel channel;
  private final AtomicLong end;

  private ScratchFile(AsynchronousFileChannel channel, long start) {
    this.channel = channel;
    this.end = new AtomicLong(start);
  }

  /**
   * Opens one, which only this user can read.
   *
   * @param folder where its bytes lie
   * @param start where the first bytes go
   */
  static ScratchFile in(Path folder, long start) throws IOException {
    Path file = Files.createTempFile(folder, "blemore-media-", ".tmp");
    return new ScratchFile(
        AsynchronousFileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE),
        start);
  }

  /**
   * Appends bytes.
   *
   * @return where they are
   */
  long append(ByteBuffer bytes) throws IOException {
    long position = end.getAndAdd(bytes.remaining());
    transferAll(channel::write, bytes, position);
    return position;
  }

  /**
   * Fills a buffer.
   *
   * @param position of its first byte
   */
  void read(ByteBuffer bytes, long position) throws IOException {
    transferAll(channel::read, bytes, position);
  }

  private static void transferAll(Transfer transfer, ByteBuffer bytes, long position)
      throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      int count = await(transfer.of(bytes, at));
      if (count < 0) {
        throw new EOFException("the file ends at byte " + at);
      }
      at += count;
    }
  }

  private static int await(Future<Integer> transfer) throws IOException {
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return transfer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWorkException("interrupted while decoded media were read or written", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause
          ? cause
          : new IOException(String.valueOf(e.getCause()), e);
    }
  }

  /** How many bytes it takes. */
  long size() {
    return end.get();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
