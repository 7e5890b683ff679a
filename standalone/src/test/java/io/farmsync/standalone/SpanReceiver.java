package io.farmsync.standalone;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** A collector that takes OTLP over HTTP and keeps what the tests ask for. */
final class SpanReceiver implements AutoCloseable {

  /** A span, ids in hex; a root has no parent. */
  record Received(String trace, String id, String parent, String name) {}

  private final HttpServer server;
  private final List<Received> spans = new CopyOnWriteArrayList<>();

  private SpanReceiver(HttpServer server) {
    this.server = server;
  }

  static SpanReceiver start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var receiver = new SpanReceiver(server);
    server.setExecutor(Executors.newSingleThreadExecutor());
    server.createContext(
        "/v1/traces",
        exchange -> {
          receiver.take(exchange.getRequestBody().readAllBytes());
          exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return receiver;
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  List<Received> of(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  /** All spans, by trace. */
  Collection<List<Received>> traces() {
    return spans.stream().collect(Collectors.groupingBy(Received::trace)).values();
  }

  /** ExportTraceServiceRequest.resource_spans (1), .scope_spans (2), .spans (2). */
  private void take(byte[] request) {
    fields(
        ByteBuffer.wrap(request),
        (resource, spansOfResource) -> {
          if (resource == 1) {
            fields(
                spansOfResource,
                (scope, spansOfScope) -> {
                  if (scope == 2) {
                    fields(
                        spansOfScope,
                        (field, span) -> {
                          if (field == 2) {
                            spans.add(span(span));
                          }
                        });
                  }
                });
          }
        });
  }

  /** Span.trace_id (1), .span_id (2), .parent_span_id (4), .name (5). */
  private static Received span(ByteBuffer message) {
    String[] texts = {"", "", "", "", "", ""};
    fields(
        message,
        (field, value) -> {
          byte[] bytes = new byte[value.remaining()];
          value.get(bytes);
          if (field == 5) {
            texts[field] = new String(bytes, StandardCharsets.UTF_8);
          } else if (field < 5) {
            texts[field] = HexFormat.of().formatHex(bytes);
          }
        });
    return new Received(texts[1], texts[2], texts[4], texts[5]);
  }

  /** Hands over the length-delimited fields of a Protobuf message. */
  private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> action) {
    while (message.hasRemaining()) {
      int tag = (int) varint(message);
      switch (tag & 7) {
        case 0 -> varint(message);
        case 1 -> message.position(message.position() + 8);
        case 5 -> message.position(message.position() + 4);
        case 2 -> {
          int length = (int) varint(message);
          action.accept(tag >>> 3, message.slice(message.position(), length));
          message.position(message.position() + length);
        }
        default -> throw new IllegalArgumentException("no Protobuf: wire type " + (tag & 7));
      }
    }
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = message.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("no Protobuf: a number without end");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
