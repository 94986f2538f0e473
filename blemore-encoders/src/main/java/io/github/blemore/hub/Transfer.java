package io.github.blemore.hub;

import io.github.blemore.InterruptedWorkException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings files of one repository at one commit into the cache.
 *
 * @param firstWait after a first failure
 * @param maxWait in total, for one file
 */
record Transfer(
    HubClient client,
    URI endpoint,
    Repository repository,
    HubCache cache,
    DownloadListener listener,
    Duration firstWait,
    Duration maxWait) {

  /** Of the files that threads of this process bring, each by one at a time. */
  private static final Map<Path, ReentrantLock> BROUGHT = new ConcurrentHashMap<>();

  /**
   * Brings a file, unless it is there with the right content. If another thread is bringing it,
   * waits for that.
   *
   * @return where it is
   * @throws io.github.blemore.ModelException if that fails for good
   * @throws InterruptedWorkException if the thread is interrupted
   * @throws IOException if it cannot be kept
   */
  Path bring(String file) throws IOException {
    String what = "%s of %s at %s".formatted(file, repository.name(), repository.commit());
    Retries retries = new Retries(what, firstWait, maxWait);
    RemoteFile remote = describe(file, retries);
    Path there = cache.snapshot(repository.commit()).resolve(file);
    ReentrantLock lock =
        BROUGHT.computeIfAbsent(there.toAbsolutePath().normalize(), p -> new ReentrantLock());
    acquire(lock, what);
    try {
      return bring(remote, there, retries);
    } finally {
      lock.unlock();
    }
  }

  private static void acquire(ReentrantLock lock, String what) {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWorkException(what + " was interrupted", e);
    }
  }

  private Path bring(RemoteFile remote, Path there, Retries retries) throws IOException {
    if (Files.isRegularFile(there)
        && Files.size(there) == remote.size()
        && remote.hash().of(there).equals(remote.hash())) {
      return there;
    }
    Path parts = cache.parts(repository.commit());
    Path checked = new PartFile(client, remote, parts, listener).download(retries);
    return cache.add(repository.commit(), remote.name(), checked);
  }

  private RemoteFile describe(String file, Retries retries) {
    while (true) {
      try {
        RemoteFile remote = repository.file(client, endpoint, file);
        retries.progressed();
        return remote;
      } catch (IOException e) {
        retries.await(e);
      }
    }
  }
}
