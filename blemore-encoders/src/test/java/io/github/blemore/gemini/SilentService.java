package io.github.blemore.gemini;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** Takes a connection and says nothing. */
final class SilentService implements AutoCloseable {

  private final ServerSocket socket;
  private final CountDownLatch asked = new CountDownLatch(1);

  private SilentService(ServerSocket socket) {
    this.socket = socket;
  }

  static SilentService start() throws IOException {
    SilentService service =
        new SilentService(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(service::serve, "silent-service");
    thread.setDaemon(true);
    thread.start();
    return service;
  }

  String address() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  void awaitRequest() throws InterruptedException {
    asked.await();
  }

  private void serve() {
    try (Socket connection = socket.accept()) {
      int next = connection.getInputStream().read();
      while (next >= 0) {
        asked.countDown();
        next = connection.getInputStream().read();
      }
    } catch (IOException e) {
      // The client has gone, or the test has ended.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
