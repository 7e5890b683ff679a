package io.farmsync.query.http;

import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.http.RequestContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/**
 * Envelopes as bytes, tagged by their data. The data are written as JSON once; what is around them
 * in an envelope of success differs by its request id only and is kept. Tags are weak, because the
 * envelope around the data carries a new request id each time.
 */
final class TaggedAnswers {

  /** Lets a cache keep an answer but not use it unasked: views change at any moment. */
  static final String CACHE_CONTROL = "private, no-cache";

  private static final int TAG_BYTES = 16;
  private static final String DATA = "@data@";
  private static final String REQUEST_ID = "@request-id@";
  private static final String OK = Envelope.ok(REQUEST_ID).message();

  private final JsonMapper json;
  private final byte[] beforeData;
  private final byte[] beforeId;
  private final byte[] end;

  TaggedAnswers(JsonMapper json) {
    this.json = json;
    String form =
        json.writeValueAsString(new Envelope<>(0, OK, new RawValue(DATA), null, REQUEST_ID));
    int data = form.indexOf(DATA);
    int id = form.indexOf(REQUEST_ID);
    if (data < 0 || id < data) {
      throw new IllegalStateException("an envelope has its data before its request id: " + form);
    }
    this.beforeData = bytes(form.substring(0, data));
    this.beforeId = bytes(form.substring(data + DATA.length(), id));
    this.end = bytes(form.substring(id + REQUEST_ID.length()));
  }

  /**
   * What is sent.
   *
   * @param tag of the data; null for an envelope of failure
   * @param parts of the body, in order; none if the caller has the data
   */
  record Answer(@Nullable String tag, List<byte[]> parts) {}

  /** The answer to a request, which may say that it has the data. */
  Answer of(Envelope<?> envelope, HttpServletRequest request) {
    String id = RequestContext.of(request).requestId();
    if (envelope.status() != 0) {
      return new Answer(null, List.of(json.writeValueAsBytes(envelope.withRequestId(id))));
    }
    byte[] data = json.writeValueAsBytes(envelope.data());
    String tag = tag(data);
    if (EntityTags.isKnown(request, tag)) {
      return new Answer(tag, List.of());
    }
    if (envelope.message().equals(OK) && envelope.errors() == null) {
      // ids need no escapes
      return new Answer(tag, List.of(beforeData, data, beforeId, bytes(id), end));
    }
    return new Answer(
        tag, List.of(json.writeValueAsBytes(around(data, envelope).withRequestId(id))));
  }

  /** Sends it. */
  static void write(Answer answer, HttpServletResponse response) throws IOException {
    if (answer.tag() != null) {
      response.setHeader(HttpHeaders.ETAG, weak(answer.tag()));
      response.setHeader(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL);
    }
    int length = 0;
    for (byte[] part : answer.parts()) {
      length += part.length;
    }
    if (length == 0) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(length);
    var out = response.getOutputStream();
    for (byte[] part : answer.parts()) {
      out.write(part);
    }
  }

  /** The envelope around data that are written already. */
  static Envelope<RawValue> around(byte[] data, Envelope<?> envelope) {
    return new Envelope<>(
        envelope.status(),
        envelope.message(),
        new RawValue(new String(data, StandardCharsets.UTF_8)),
        envelope.errors(),
        envelope.requestId());
  }

  /** As the header has it. */
  static String weak(String tag) {
    return "W/\"" + tag + "\"";
  }

  /** Without quotes. */
  static String tag(byte[] data) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(data);
      return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
