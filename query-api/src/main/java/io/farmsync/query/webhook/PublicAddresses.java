package io.farmsync.query.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Addresses of the public internet. Whoever registers a webhook chooses where this machine connects
 * to: everything that only machines beside it can reach is refused.
 */
final class PublicAddresses {

  private PublicAddresses() {}

  /** False for loopback, private, link-local, shared, reserved and translated addresses. */
  static boolean contain(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    int third = bytes[2] & 0xff;
    boolean shared = first == 100 && second >= 64 && second < 128; // RFC 6598
    boolean protocols = first == 192 && second == 0 && third == 0; // RFC 6890
    boolean benchmarks = first == 198 && (second == 18 || second == 19); // RFC 2544
    return first != 0 && first < 224 && !shared && !protocols && !benchmarks;
  }

  /** Of global unicast (2000::/3) all but the ways to IPv4: 2002::/16 and Teredo, 2001::/32. */
  private static boolean isPublic6(byte[] bytes) {
    int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    int second = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
    boolean global = first >> 13 == 1;
    return global && first != 0x2002 && !(first == 0x2001 && second == 0);
  }
}
