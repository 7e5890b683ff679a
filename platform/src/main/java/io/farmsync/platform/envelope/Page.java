package io.farmsync.platform.envelope;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list in a stable order.
 *
 * @param count of all elements, not of this page
 * @param next address of the next page, null on the last
 * @param previous address of the page before, null on the first
 */
public record Page<T>(
    long count, @Nullable String next, @Nullable String previous, List<T> results) {

  public static final int DEFAULT_SIZE = 20;
  public static final int MAX_SIZE = 100;

  /**
   * Which page is asked for.
   *
   * @param page from 1
   * @param size 1 to {@value #MAX_SIZE}
   */
  public record Window(int page, int size) {

    /**
     * Reads the query parameters {@code page} and {@code page_size}.
     *
     * @throws Refusal 400 naming the parameter that is no whole number in its range
     */
    public static Window of(@Nullable String page, @Nullable String pageSize) {
      return new Window(
          whole("page", page, 1, 1_000_000), whole("page_size", pageSize, DEFAULT_SIZE, MAX_SIZE));
    }

    public int offset() {
      return (page - 1) * size;
    }

    private static int whole(String name, @Nullable String text, int standard, int max) {
      if (text == null || text.isBlank()) {
        return standard;
      }
      try {
        int value = Integer.parseInt(text.strip());
        if (value >= 1 && value <= max) {
          return value;
        }
      } catch (NumberFormatException e) {
        // refused below, with the same words as a number out of range
      }
      throw Refusal.invalid(name, "Must be a whole number from 1 to " + max + ".");
    }
  }

  /**
   * The page with its links.
   *
   * @param path the list's path; a query in it is kept in the links
   */
  public static <T> Page<T> of(String path, Window window, long count, List<T> results) {
    boolean more = (long) window.offset() + window.size() < count;
    return new Page<>(
        count,
        more ? link(path, window.page() + 1, window.size()) : null,
        window.page() > 1 ? link(path, window.page() - 1, window.size()) : null,
        results);
  }

  private static String link(String path, int page, int size) {
    return path + (path.contains("?") ? "&" : "?") + "page=" + page + "&page_size=" + size;
  }
}
