package io.farmsync.benchmarks;

import com.nimbusds.jose.JOSEException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Every question in its share, of farms far from one another, each farm with all questions; the
 * same sequence each time. The bytes are made once: to make them anew takes time from the service.
 */
final class ReadMix implements IntFunction<byte[]> {

  private final byte[] list;
  private final List<List<byte[]>> ofFarms;

  private ReadMix(byte[] list, List<List<byte[]>> ofFarms) {
    this.list = list;
    this.ofFarms = ofFarms;
  }

  static ReadMix of(ReadWorld world) throws JOSEException {
    return of(world, world.topics().token(ReadWorld.TENANT), world.farms());
  }

  static ReadMix of(ReadWorld world, String token, int farms) {
    return new ReadMix(
        request(ReadWorld.LIST, token),
        IntStream.range(0, farms)
            .mapToObj(world::questions)
            .map(questions -> questions.stream().map(each -> request(each, token)).toList())
            .toList());
  }

  /** The bytes of one read. */
  static byte[] request(String path, String token) {
    return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token)
        .concat("\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public byte[] apply(int n) {
    int share = (int) (n * 37L % 100);
    int farm = (int) ((n + n / 100) * 7919L % ofFarms.size());
    for (int i = 0; i < ReadWorld.SHARES.size(); i++) {
      share -= ReadWorld.SHARES.get(i);
      if (share < 0) {
        return ofFarms.get(farm).get(i);
      }
    }
    return list;
  }
}
