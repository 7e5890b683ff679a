package io.farmsync.samples;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The raster files, served as an object store serves them. Files stay in memory once read: together
 * they are below 14 MB.
 */
final class FileHost {

  private static final String COG = "image/tiff; application=geotiff; profile=cloud-optimized";

  private final SampleData data;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  FileHost(SampleData data) {
    this.data = data;
  }

  Answer handle(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Answer.of(405, "application/xml", "<Error><Code>MethodNotAllowed</Code></Error>")
          .with("Allow", "GET, HEAD");
    }
    var path = request.path().substring(1);
    if (!path.startsWith("sentinel2/") || !data.contains(path)) {
      return Answer.of(404, "application/xml", "<Error><Code>NoSuchKey</Code></Error>");
    }
    var etag = '"' + data.entry(path).sha256().substring(0, 32) + '"';
    if (request.ifMatch() != null && !request.ifMatch().equals(etag)) {
      return Answer.of(412, "application/xml", "<Error><Code>PreconditionFailed</Code></Error>");
    }
    var range = Optional.ofNullable(request.range()).filter(_ -> request.method().equals("GET"));
    return ByteRanges.answer(files.computeIfAbsent(path, data::bytes), COG, range)
        .with("Accept-Ranges", "bytes")
        .with("ETag", etag);
  }
}
