package io.farmsync.sync.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A query string in the one form that is signed: decoded, sorted, encoded again. Works on bytes, so
 * that nothing is replaced on the way.
 */
final class CanonicalQuery {

  private static final String UNRESERVED_MARKS = "-_.~";

  private CanonicalQuery() {}

  private record Pair(String key, String value) {}

  /**
   * The canonical form.
   *
   * @param raw the query as it was sent, one char a byte
   * @return empty if a name or value is not UTF-8 after decoding
   */
  static Optional<String> of(@Nullable String raw) {
    if (raw == null || raw.isEmpty()) {
      return Optional.of("");
    }
    var pairs = new ArrayList<Pair>();
    for (String part : raw.split("&", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      int equals = part.indexOf('=');
      byte[] key = decode(equals < 0 ? part : part.substring(0, equals), true);
      byte[] value = decode(equals < 0 ? "" : part.substring(equals + 1), true);
      if (!isUtf8(key) || !isUtf8(value)) {
        return Optional.empty();
      }
      pairs.add(new Pair(encode(key), encode(value)));
    }
    return Optional.of(
        pairs.stream()
            .sorted(Comparator.comparing(Pair::key).thenComparing(Pair::value))
            .map(pair -> pair.key() + "=" + pair.value())
            .collect(Collectors.joining("&")));
  }

  /**
   * A path without its escapes.
   *
   * @return empty if it is not UTF-8
   */
  static Optional<String> decodedPath(String raw) {
    byte[] path = decode(raw, false);
    return isUtf8(path) ? Optional.of(new String(path, StandardCharsets.UTF_8)) : Optional.empty();
  }

  /** The bytes behind percent escapes; a broken escape stays as it is written. */
  private static byte[] decode(String text, boolean plusIsSpace) {
    byte[] in = text.getBytes(StandardCharsets.ISO_8859_1);
    var out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '%' && i + 2 < in.length && hex(in[i + 1]) >= 0 && hex(in[i + 2]) >= 0) {
        out.write(hex(in[i + 1]) << 4 | hex(in[i + 2]));
        i += 2;
      } else {
        out.write(plusIsSpace && in[i] == '+' ? ' ' : in[i]);
      }
    }
    return out.toByteArray();
  }

  private static int hex(byte c) {
    return c < 0 ? -1 : Character.digit(c, 16);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String encode(byte[] bytes) {
    var text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED_MARKS.indexOf(c) >= 0)) {
        text.append(c);
      } else {
        text.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        text.append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
      }
    }
    return text.toString();
  }
}
