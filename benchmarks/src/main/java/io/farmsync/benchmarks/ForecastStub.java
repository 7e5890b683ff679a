package io.farmsync.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.farmsync.samples.SampleUpstreams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * An Open-Meteo that answers every place alike, after a while, and can be made to hang. The answer
 * is the samples' to the first question, so that serving thousands of places takes nothing from
 * what is measured.
 */
final class ForecastStub implements AutoCloseable {

  static final Duration LATENCY = Duration.ofMillis(50);

  private final HttpServer server;
  private final SampleUpstreams samples;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ConcurrentHashMap<String, String> answers = new ConcurrentHashMap<>();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong places = new AtomicLong();
  private volatile boolean hanging;

  private ForecastStub(HttpServer server, SampleUpstreams samples) {
    this.server = server;
    this.samples = samples;
  }

  static ForecastStub start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var stub = new ForecastStub(server, SampleUpstreams.start());
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/forecast", stub::answer);
    server.start();
    return stub;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  long calls() {
    return calls.get();
  }

  long places() {
    return places.get();
  }

  /** From now on questions are read and not answered. */
  void hang() {
    hanging = true;
  }

  @Override
  public void close() {
    server.stop(0);
    samples.close();
    http.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    var query = exchange.getRequestURI().getRawQuery();
    int count = query.substring(0, query.indexOf('&')).split(",|%2C", -1).length;
    places.addAndGet(count);
    if (hanging) {
      return; // the server keeps the connection open
    }
    long started = System.nanoTime();
    var one = answers.computeIfAbsent(variables(query), this::recorded);
    var body = new StringBuilder(count == 1 ? one : "[" + one);
    for (int i = 1; i < count; i++) {
      body.append(",{\"location_id\":").append(i).append(',').append(one, 1, one.length());
    }
    var bytes = (count == 1 ? body : body.append(']')).toString().getBytes(StandardCharsets.UTF_8);
    LockSupport.parkNanos(LATENCY.toNanos() - (System.nanoTime() - started));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** What is asked besides the places. */
  private static String variables(String query) {
    return query.substring(query.indexOf("&current="));
  }

  private String recorded(String variables) {
    var uri = samples.openMeteoUrl() + "/v1/forecast?latitude=50.7&longitude=4.1" + variables;
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new IllegalStateException(uri, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(uri, e);
    }
  }
}
