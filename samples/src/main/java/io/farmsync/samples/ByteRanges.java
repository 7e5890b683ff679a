package io.farmsync.samples;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The Range header of RFC 9110, section 14, for one file in memory: one range gives 206, several
 * give multipart/byteranges, none that lies in the file gives 416, a header that is not a byte
 * range is ignored (200).
 */
final class ByteRanges {

  /** First and last byte, both inside the file. */
  private record Span(int first, int last) {
    int length() {
      return last - first + 1;
    }

    String contentRange(int size) {
      return "bytes " + first + "-" + last + "/" + size;
    }
  }

  private static final Pattern RANGE = Pattern.compile("(\\d*)-(\\d*)");
  private static final String BOUNDARY = "sample-range-boundary";
  private static final int MAX_RANGES = 64;

  private ByteRanges() {}

  static Answer answer(byte[] file, String contentType, Optional<String> range) {
    var asked = range.flatMap(header -> parse(header, file.length));
    if (asked.isEmpty()) {
      return new Answer(200, Map.of("Content-Type", contentType), file);
    }
    var spans = asked.get();
    return switch (spans.size()) {
      case 0 -> new Answer(416, Map.of("Content-Range", "bytes */" + file.length), new byte[0]);
      case 1 -> {
        var span = spans.getFirst();
        yield new Answer(
            206,
            Map.of("Content-Type", contentType, "Content-Range", span.contentRange(file.length)),
            Arrays.copyOfRange(file, span.first(), span.last() + 1));
      }
      default -> multipart(file, contentType, spans);
    };
  }

  /**
   * Empty if the header is no byte range at all; a list without elements if none can be satisfied.
   */
  private static Optional<List<Span>> parse(String header, int size) {
    if (!header.startsWith("bytes=")) {
      return Optional.empty();
    }
    var parts = header.substring("bytes=".length()).split(",", -1);
    if (parts.length > MAX_RANGES) {
      return Optional.empty();
    }
    var spans = new ArrayList<Span>();
    for (var part : parts) {
      var matcher = RANGE.matcher(part.strip());
      if (!matcher.matches() || part.strip().equals("-")) {
        return Optional.empty();
      }
      boolean suffix = matcher.group(1).isEmpty();
      boolean open = matcher.group(2).isEmpty();
      long first = suffix ? Math.max(0, size - number(matcher.group(2))) : number(matcher.group(1));
      long last = suffix || open ? size - 1L : number(matcher.group(2));
      if (last < first && !suffix && !open) {
        return Optional.empty();
      }
      if (first < size && (!suffix || number(matcher.group(2)) > 0)) {
        spans.add(new Span((int) first, (int) Math.min(last, size - 1L)));
      }
    }
    return Optional.of(spans);
  }

  private static long number(String digits) {
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  private static Answer multipart(byte[] file, String contentType, List<Span> spans) {
    var body = new ByteArrayOutputStream();
    for (var span : spans) {
      var head =
          "\r\n--"
              + BOUNDARY
              + "\r\nContent-Type: "
              + contentType
              + "\r\nContent-Range: "
              + span.contentRange(file.length)
              + "\r\n\r\n";
      body.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
      body.write(file, span.first(), span.length());
    }
    body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return new Answer(
        206,
        Map.of("Content-Type", "multipart/byteranges; boundary=" + BOUNDARY),
        body.toByteArray());
  }
}
