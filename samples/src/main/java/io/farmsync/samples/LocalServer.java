package io.farmsync.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One HTTP server on loopback, a virtual thread per request, that applies faults, latency and the
 * log.
 */
final class LocalServer {

  private static final int MAX_REQUEST_BODY = 1 << 20;
  private static final byte[] NOISE =
      "\u0000\u0001}{]not json, not tiff[".repeat(64).getBytes(UTF_8);

  static {
    // Read once by the JDK's server. Without it, each answer waits 40 ms for the client's delayed
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final Faults faults;
  private final RequestLog log;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Duration latency = Duration.ZERO;

  LocalServer(int port, Faults faults, RequestLog log) throws IOException {
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
    this.server.setExecutor(threads);
    this.faults = faults;
    this.log = log;
  }

  /** Serves everything below the prefix; the handler sees paths without it. */
  LocalServer route(
      String prefix, Function<String, Route> route, Function<Request, Answer> handler) {
    server.createContext(
        prefix.isEmpty() ? "/" : prefix, exchange -> serve(exchange, prefix, route, handler));
    return this;
  }

  void start() {
    server.start();
  }

  URI uri(String prefix) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + prefix);
  }

  void latency(Duration latency) {
    this.latency = latency;
  }

  void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(
      HttpExchange http,
      String prefix,
      Function<String, Route> routes,
      Function<Request, Answer> handler)
      throws IOException {
    long started = System.nanoTime();
    var request = read(http, prefix, routes);
    var sent = new Sent(log, log.arrived(request.route()), request, started);
    try (http) {
      pause(latency);
      var fault = faults.next(request);
      if (fault.isPresent()) {
        misbehave(fault.get(), http, request, handler, sent);
      } else {
        send(http, answer(request, handler), sent);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the server closes; the client sees the connection end
    } finally {
      sent.list();
    }
  }

  private static Request read(HttpExchange http, String prefix, Function<String, Route> routes)
      throws IOException {
    var body = http.getRequestBody().readNBytes(MAX_REQUEST_BODY);
    var path = http.getRequestURI().getPath().substring(prefix.length());
    return new Request(
        routes.apply(path),
        http.getRequestMethod(),
        path,
        http.getRequestURI().getRawQuery(),
        http.getRequestHeaders().getFirst("Range"),
        http.getRequestHeaders().getFirst("If-Match"),
        new String(body, UTF_8));
  }

  private static Answer answer(Request request, Function<Request, Answer> handler) {
    try {
      return handler.apply(request);
    } catch (RuntimeException e) { // a fault of this server must not look like a hanging upstream
      return Answer.of(500, "text/plain; charset=utf-8", "sample upstream failed: " + e);
    }
  }

  private void misbehave(
      Fault fault, HttpExchange http, Request request, Function<Request, Answer> handler, Sent sent)
      throws IOException, InterruptedException {
    switch (fault) {
      case Fault.Delay(var by) -> {
        pause(by);
        send(http, answer(request, handler), sent);
      }
      case Fault.NeverAnswer() -> closing.await();
      case Fault.Reply(var status, var headers, var body) ->
          send(http, new Answer(status, headers, body.getBytes(UTF_8)), sent);
      case Fault.TruncatedBody(var share) -> truncate(http, answer(request, handler), share, sent);
      case Fault.Garbage() -> {
        var right = answer(request, handler);
        send(http, new Answer(right.status(), right.headers(), NOISE), sent);
      }
      case Fault.EndlessBody() -> endless(http, answer(request, handler), sent);
      case Fault.DropConnection() -> {
        // closing the exchange before its headers closes the connection
      }
    }
  }

  private static void send(HttpExchange http, Answer answer, Sent sent) throws IOException {
    headers(http, answer);
    var body = answer.body();
    sent.status = answer.status();
    if (http.getRequestMethod().equals("HEAD")) {
      sent.list();
      http.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      http.sendResponseHeaders(answer.status(), -1);
      return;
    }
    sent.bytes = body.length;
    sent.list();
    http.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      http.getResponseBody().write(body);
    }
  }

  /**
   * The stream is closed short of the promised length, upon which the server ends the connection.
   */
  private static void truncate(HttpExchange http, Answer answer, double share, Sent sent)
      throws IOException {
    headers(http, answer);
    var part = Arrays.copyOf(answer.body(), (int) (answer.body().length * share));
    sent.status = answer.status();
    sent.bytes = part.length;
    sent.list();
    http.sendResponseHeaders(answer.status(), answer.body().length);
    http.getResponseBody().write(part);
    http.getResponseBody().flush();
  }

  private void endless(HttpExchange http, Answer answer, Sent sent) throws IOException {
    headers(http, answer);
    sent.status = 200;
    http.sendResponseHeaders(200, 0);
    OutputStream body = http.getResponseBody();
    while (closing.getCount() > 0) {
      body.write(NOISE);
      sent.bytes += NOISE.length;
    }
  }

  private static void headers(HttpExchange http, Answer answer) {
    answer.headers().forEach(http.getResponseHeaders()::set);
  }

  /** Waits, but no longer than the server lives. */
  private void pause(Duration by) throws InterruptedException {
    if (by.isPositive() && closing.await(by.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new InterruptedException("closing");
    }
  }

  /**
   * What goes out, listed once: before its first byte where it is known then, so that a client
   * finds it listed.
   */
  private static final class Sent {
    private final RequestLog log;
    private final int arrivedAt;
    private final Request request;
    private final long started;
    private boolean listed;
    private int status;
    private long bytes;

    Sent(RequestLog log, int arrivedAt, Request request, long started) {
      this.log = log;
      this.arrivedAt = arrivedAt;
      this.request = request;
      this.started = started;
    }

    void list() {
      if (!listed) {
        listed = true;
        var took = Duration.ofNanos(System.nanoTime() - started);
        log.finished(arrivedAt, new Exchange(request, status, bytes, took));
      }
    }
  }
}
