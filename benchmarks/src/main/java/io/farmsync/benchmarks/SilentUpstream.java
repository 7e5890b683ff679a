package io.farmsync.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** An upstream of any kind that takes every question and never answers. */
final class SilentUpstream implements AutoCloseable {

  private final HttpServer server;
  private final AtomicLong questions = new AtomicLong();

  SilentUpstream() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", _ -> questions.incrementAndGet()); // leaves the connection open
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  long questions() {
    return questions.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
