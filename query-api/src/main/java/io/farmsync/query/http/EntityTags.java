package io.farmsync.query.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Enumeration;
import org.springframework.http.HttpHeaders;

/** What a caller says it has already. */
public final class EntityTags {

  private EntityTags() {}

  /**
   * True if the caller's If-None-Match lists the tag, or {@code *}. Compares weakly (RFC 9110,
   * 13.1.2): {@code W/} and, for old clients, quotes do not count.
   *
   * @param tag without quotes
   */
  public static boolean isKnown(HttpServletRequest request, String tag) {
    Enumeration<String> headers = request.getHeaders(HttpHeaders.IF_NONE_MATCH);
    while (headers.hasMoreElements()) {
      boolean found =
          Arrays.stream(headers.nextElement().split(",", -1))
              .map(String::strip)
              .anyMatch(known -> known.equals("*") || bare(known).equals(tag));
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static String bare(String tag) {
    String strong = tag.startsWith("W/") ? tag.substring(2) : tag;
    return strong.length() >= 2 && strong.startsWith("\"") && strong.endsWith("\"")
        ? strong.substring(1, strong.length() - 1)
        : strong;
  }
}
