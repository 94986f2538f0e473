package io.github.blemore.hub;

/** Is told how far a download is. */
@FunctionalInterface
public interface DownloadListener {

  /**
   * Some bytes have come. Called by a thread of the network, often: must return soon.
   *
   * @param file its name in the repository
   * @param bytes how many there are by now, with those of earlier calls that were resumed
   * @param total how many it has
   */
  void progress(String file, long bytes, long total);
}
