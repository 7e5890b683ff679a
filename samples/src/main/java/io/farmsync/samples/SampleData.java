package io.farmsync.samples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sample files, wherever this module's classes are: a folder, a jar, or a jar in a jar. A path
 * is relative to the data's root, for example {@code fields/postel.geojson}; the data's own README
 * says what is what.
 *
 * <p>A checked-in index names every file with its size and SHA-256, because a class path cannot be
 * listed.
 */
public final class SampleData {

  /** One file: its path, its size in bytes, its SHA-256 in lower-case hex. */
  public record Entry(String path, long size, String sha256) {}

  private static final String ROOT = "/samples/";
  private static final String INDEX = "FILES";

  private final Map<String, Entry> entries;
  private final JsonMapper json = JsonMapper.shared();

  public SampleData() {
    this.entries = readIndex();
  }

  /** Paths that start with the prefix, in alphabetical order; the empty prefix lists everything. */
  public List<String> list(String prefix) {
    return entries.keySet().stream().filter(path -> path.startsWith(prefix)).toList();
  }

  /** True if the index knows the path. */
  public boolean contains(String path) {
    return entries.containsKey(path);
  }

  /**
   * Size and checksum of one file.
   *
   * @throws NoSuchElementException if there is no such file
   */
  public Entry entry(String path) {
    var entry = entries.get(path);
    if (entry == null) {
      throw new NoSuchElementException(
          "sample file: " + path + " (expected: a path of SampleData.list)");
    }
    return entry;
  }

  /**
   * A stream over one file; the caller closes it.
   *
   * @throws NoSuchElementException if there is no such file
   */
  public InputStream open(String path) {
    return resource(entry(path).path());
  }

  /**
   * One file's bytes.
   *
   * @throws NoSuchElementException if there is no such file
   */
  public byte[] bytes(String path) {
    try (var in = open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("sample file: " + path, e);
    }
  }

  /** One file as UTF-8 text. */
  public String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  /** One JSON or GeoJSON file as a tree. */
  public JsonNode json(String path) {
    return json.readTree(bytes(path));
  }

  private static Map<String, Entry> readIndex() {
    var entries = new TreeMap<String, Entry>();
    try (var lines =
        new BufferedReader(new InputStreamReader(resource(INDEX), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var columns = line.split(" ", 3);
        entries.put(columns[2], new Entry(columns[2], Long.parseLong(columns[1]), columns[0]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("index of the sample files", e);
    }
    return entries;
  }

  private static InputStream resource(String path) {
    var in = SampleData.class.getResourceAsStream(ROOT + path);
    if (in == null) {
      throw new IllegalStateException(
          "sample file: "
              + path
              + " is in the index but not on the class path; rebuild the samples module");
    }
    return in;
  }
}
