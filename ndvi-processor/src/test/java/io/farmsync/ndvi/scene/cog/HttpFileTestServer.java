package io.farmsync.ndvi.scene.cog;

import com.sun.net.httpserver.HttpServer;
import io.farmsync.ndvi.SampleScenes;
import io.farmsync.platform.upstream.AllowedHosts;
import io.farmsync.platform.upstream.Quota;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves one file as a whole, whatever range is asked for. */
final class HttpFileTestServer implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();

  HttpFileTestServer(byte[] file) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, file.length);
          exchange.getResponseBody().write(file);
          exchange.close();
        });
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/file.tif");
  }

  int requests() {
    return requests.get();
  }

  Upstream upstream() {
    return new Upstream(
        HttpClient.newHttpClient(),
        new AllowedHosts(List.of(uri()), List.of()),
        SampleScenes.LIMITS,
        Quota.NONE,
        UpstreamListener.NONE,
        Clock.systemUTC());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
