package io.farmsync.query.webhook;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts to an address that somebody else chose. The host's name is resolved here, and the
 * connection goes to the very address that was checked: a name that resolves otherwise a moment
 * later changes nothing. Redirects are not followed; of the answer only the head is read.
 */
final class WebhookCall {

  private static final int MOST_OF_THE_HEAD = 16 * 1024;

  private final Duration timeout;
  private final boolean privateAddresses;

  WebhookCall(Duration timeout, boolean privateAddresses) {
    this.timeout = timeout;
    this.privateAddresses = privateAddresses;
  }

  /**
   * The head of an answer.
   *
   * @param headers names in lower case; of repeated ones the last
   */
  record Answer(int status, Map<String, String> headers) {}

  /**
   * Sends one message.
   *
   * @throws IOException if there is no answer, or the address is not a public one
   */
  Answer post(URI url, Map<String, String> headers, byte[] body) throws IOException {
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    var host = url.getHost().replaceAll("^\\[|]$", "");
    try (var plain = new Socket()) {
      plain.setSoTimeout((int) timeout.toMillis());
      plain.connect(new InetSocketAddress(address(host), port), (int) timeout.toMillis());
      var watch = Deadline.over(plain, timeout);
      try (var socket = secure ? secured(plain, host, port) : plain) {
        var out = socket.getOutputStream();
        out.write(head(url, headers, body.length).getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        return answer(socket.getInputStream());
      } finally {
        watch.interrupt();
      }
    }
  }

  /** All of a name's addresses must be public: which of them is tried is no choice of ours. */
  private InetAddress address(String host) throws IOException {
    var all = InetAddress.getAllByName(host);
    if (!privateAddresses && !Arrays.stream(all).allMatch(PublicAddresses::contain)) {
      throw new IOException(host + " is not an address of the public internet");
    }
    return all[0];
  }

  private static Socket secured(Socket plain, String host, int port) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var socket = (SSLSocket) factory.createSocket(plain, host, port, true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static String head(URI url, Map<String, String> headers, int length) {
    var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    var head = new StringBuilder("POST ").append(path);
    if (url.getRawQuery() != null) {
      head.append('?').append(url.getRawQuery());
    }
    var all = new LinkedHashMap<>(Map.of("Host", url.getRawAuthority()));
    all.putAll(headers);
    all.put("Content-Length", Integer.toString(length));
    all.put("Connection", "close");
    head.append(" HTTP/1.1\r\n");
    all.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString();
  }

  private static Answer answer(InputStream in) throws IOException {
    int[] left = {MOST_OF_THE_HEAD};
    var status = line(in, left);
    if (!status.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
      throw new IOException("the answer is not HTTP/1.1");
    }
    var headers = new LinkedHashMap<String, String>();
    for (var line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return new Answer(Integer.parseInt(status, 9, 12, 10), Map.copyOf(headers));
  }

  private static String line(InputStream in, int[] left) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the answer breaks off");
      }
      if (--left[0] < 0) {
        throw new IOException("the head of the answer is longer than " + MOST_OF_THE_HEAD);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Closes the socket when an attempt has lasted too long, however slowly it goes on. */
  private static final class Deadline {

    private Deadline() {}

    static Thread over(Socket socket, Duration longest) {
      return Thread.ofVirtual()
          .start(() -> {
            try {
              Thread.sleep(longest);
              socket.close();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt(); // the attempt ended in time
            } catch (IOException _) {
              // closed already
            }
          });
    }
  }
}
