package io.farmsync.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileHostTest {

  private static final String PATH = "sentinel2/postel-2019/S2B_31UFS_20190411_0_ICOR/SCL.tif";

  private final byte[] file = new SampleData().bytes(PATH);
  private final Http http = new Http();
  private SampleUpstreams upstreams;
  private URI uri;

  @BeforeAll
  void start() throws Exception {
    upstreams = SampleUpstreams.start();
    uri = URI.create(upstreams.filesUrl() + "/" + PATH);
  }

  @AfterAll
  void close() {
    upstreams.close();
    http.close();
  }

  @Test
  void theWholeFileComesWithItsTagAndTheOfferOfRanges() throws Exception {
    var response = http.get(uri);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(file);
    assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(header(response, "ETag")).matches("\"[0-9a-f]{32}\"");
    assertThat(header(response, "Content-Type")).startsWith("image/tiff");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-15, 0, 15",
    "bytes=100-100, 100, 100",
    "bytes=-16, -16, -1",
    "bytes=200-, 200, -1",
    "bytes=0-99999999, 0, -1",
    "bytes=-99999999, 0, -1"
  })
  void oneRangeIsPartialContent(String range, int first, int last) throws Exception {
    int from = first < 0 ? file.length + first : first;
    int to = last < 0 ? file.length + last : last;
    var response = http.get(uri, "Range", range);
    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(header(response, "Content-Range"))
        .isEqualTo("bytes %d-%d/%d".formatted(from, to, file.length));
    assertThat(response.body()).isEqualTo(Arrays.copyOfRange(file, from, to + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=99999999-", "bytes=99999998-99999999", "bytes=-0"})
  void aRangeBeyondTheEndIsRefusedWithTheSize(String range) throws Exception {
    var response = http.get(uri, "Range", range);
    assertThat(response.statusCode()).isEqualTo(416);
    assertThat(header(response, "Content-Range")).isEqualTo("bytes */" + file.length);
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lines=0-1", "bytes=abc", "bytes=9-1", "bytes=-"})
  void whatIsNoByteRangeIsIgnored(String range) throws Exception {
    var response = http.get(uri, "Range", range);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).hasSameSizeAs(file);
  }

  @Test
  void severalRangesComeAsMultipart() throws Exception {
    var response = http.get(uri, "Range", "bytes=0-3, -4");
    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(header(response, "Content-Type")).startsWith("multipart/byteranges; boundary=");
    assertThat(new String(response.body(), StandardCharsets.ISO_8859_1))
        .contains("Content-Range: bytes 0-3/" + file.length)
        .contains(
            "Content-Range: bytes %d-%d/%d"
                .formatted(file.length - 4, file.length - 1, file.length))
        .contains(new String(file, 0, 4, StandardCharsets.ISO_8859_1));
  }

  @Test
  void headTellsTheSizeWithoutTheBody() throws Exception {
    var response = http.head(uri);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Length")).isEqualTo(String.valueOf(file.length));
    assertThat(response.body()).isEmpty();
  }

  @Test
  void anotherVersionOfTheFileIsNotServedUnderAnOldTag() throws Exception {
    assertThat(http.get(uri, "If-Match", "\"0\"").statusCode()).isEqualTo(412);
  }

  @Test
  void onlyRastersAreServed() throws Exception {
    assertThat(http.get(URI.create(upstreams.filesUrl() + "/FILES")).statusCode()).isEqualTo(404);
    assertThat(http.get(URI.create(upstreams.filesUrl() + "/sentinel2/none.tif")).statusCode())
        .isEqualTo(404);
    assertThat(http.post(uri, "").statusCode()).isEqualTo(405);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
