package io.farmsync.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One kept-alive HTTP/1.1 connection that sends prepared bytes and reads the answer; for one
 * thread. A general client would take more of a small machine than the service it measures.
 */
final class RawHttp implements AutoCloseable {

  private final int port;
  private Socket socket;
  private InputStream in;

  /** An answer; its body as text. */
  record Answer(int status, String body) {}

  RawHttp(int port) throws IOException {
    this.port = port;
    this.socket = open(port);
    this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
  }

  private static Socket open(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** The bytes of a POST with a JSON body. */
  static byte[] post(String path, Map<String, String> headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Type: application/json\r\nContent-Length: ")
        .append(bytes.length)
        .append("\r\n\r\n");
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  Answer send(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    String statusLine = line();
    int length = -1;
    boolean last = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
      last |= header.equalsIgnoreCase("connection: close");
    }
    var answer =
        new Answer(
            Integer.parseInt(statusLine.substring(9, 12)), length >= 0 ? text(length) : chunks());
    if (last) {
      reconnect();
    }
    return answer;
  }

  private void reconnect() throws IOException {
    socket.close();
    socket = open(port);
    in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
  }

  private String text(int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private String chunks() throws IOException {
    var body = new StringBuilder();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.append(text(size));
      line();
    }
    line();
    return body.toString();
  }

  private String line() throws IOException {
    var line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the service closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
