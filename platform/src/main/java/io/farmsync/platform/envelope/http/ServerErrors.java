package io.farmsync.platform.envelope.http;

import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Envelopes for what the server itself refuses before any handler: broken request lines, bad
 * escapes, long headers.
 */
public final class ServerErrors extends ErrorReportValve {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    String id = requestId(request);
    byte[] body = JSON.writeValueAsBytes(envelope(response.getStatus()).withRequestId(id));
    try {
      response.setHeader(RequestId.HEADER, id);
      response.setContentType("application/json");
      response.setCharacterEncoding(StandardCharsets.UTF_8.name());
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      container.getLogger().debug("client left before the error was written", e);
    }
  }

  static Envelope<Void> envelope(int status) {
    return status >= 500
        ? Envelope.failure("Internal server error", null)
        : Envelope.failure(
            status == 404 ? "Not found" : "Bad request",
            Map.of(
                "detail",
                status == 404
                    ? "Not found."
                    : "The server refused the request: status " + status + "."));
  }

  private static String requestId(HttpServletRequest request) {
    var context = RequestContext.find(request);
    return context == null ? RequestId.acceptOrCreate(null) : context.requestId();
  }
}
