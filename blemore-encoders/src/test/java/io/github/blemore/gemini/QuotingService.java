package io.github.blemore.gemini;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLServerSocketFactory;

/** Answers every request with the same bytes, whether they are HTTP or not. */
final class QuotingService implements AutoCloseable {

  private final ServerSocket socket;
  private volatile String reply = "";

  private QuotingService(ServerSocket socket) {
    this.socket = socket;
  }

  static QuotingService start() throws IOException {
    return start(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
  }

  /** One that has no certificate, so that no client gets beyond the handshake. */
  static QuotingService startTls() throws IOException {
    return start(
        SSLServerSocketFactory.getDefault()
            .createServerSocket(0, 10, InetAddress.getLoopbackAddress()));
  }

  private static QuotingService start(ServerSocket socket) {
    QuotingService service = new QuotingService(socket);
    Thread thread = new Thread(service::serve, "quoting-service");
    thread.setDaemon(true);
    thread.start();
    return service;
  }

  String address() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** What to answer from now on; the format is given the length of the body, and the body. */
  void answer(String format, String body) {
    reply = format.formatted(body.length(), body);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        readRequest(connection.getInputStream());
        connection.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
      } catch (IOException e) {
        // The client has gone, or the test has ended.
      }
    }
  }

  /** All of it: a connection closed before would look dropped. */
  private static void readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the request ends in its head");
      }
      head.append((char) next);
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    int at = lower.indexOf("content-length:") + "content-length:".length();
    in.readNBytes(Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)).strip()));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
