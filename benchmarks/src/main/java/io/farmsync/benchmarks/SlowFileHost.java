package io.farmsync.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves a folder by range request on loopback, each answer after a pause. The first segment of a
 * path is ignored, so that every client can have names of its own for the same files.
 */
final class SlowFileHost implements AutoCloseable {
  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Path folder;
  private final Duration pause;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  SlowFileHost(Path folder, Duration pause) throws IOException {
    this.folder = folder;
    this.pause = pause;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  long requests() {
    return requests.get();
  }

  long bytes() {
    return bytes.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    LockSupport.parkNanos(pause.toNanos());
    String path = exchange.getRequestURI().getPath();
    Path file = folder.resolve(path.substring(path.lastIndexOf('/') + 1));
    String range = exchange.getRequestHeaders().getFirst("Range");
    try (exchange;
        var in = new RandomAccessFile(file.toFile(), "r")) {
      String[] ends = range == null ? new String[] {"0", ""} : range.substring(6).split("-", 2);
      long from = Long.parseLong(ends[0]);
      long to =
          ends[1].isEmpty() ? in.length() - 1 : Math.min(Long.parseLong(ends[1]), in.length() - 1);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      byte[] body = new byte[head ? 0 : (int) (to - from + 1)];
      in.seek(from);
      in.readFully(body);
      requests.incrementAndGet();
      bytes.addAndGet(body.length);
      exchange.getResponseHeaders().set("Content-Type", "image/tiff");
      exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
      if (range != null) {
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes %d-%d/%d".formatted(from, to, in.length()));
      }
      if (head) {
        exchange.getResponseHeaders().set("Content-Length", "" + (to - from + 1));
      }
      exchange.sendResponseHeaders(range == null ? 200 : 206, head ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
