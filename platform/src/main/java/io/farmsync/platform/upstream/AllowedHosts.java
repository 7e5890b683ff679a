package io.farmsync.platform.upstream;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hosts that may be asked. A catalogue's answers are other people's text: a link in them to a
 * machine of our own network must not be followed. The catalogue's own authority (host and port) is
 * allowed, and names from configuration: {@code host}, {@code host:port}, or {@code *.domain} for
 * everything under a domain. Names without a port mean the scheme's own. A catalogue that runs on
 * this machine may link to files on another port of it, but nobody may redirect there.
 */
public final class AllowedHosts {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> exact;
  private final Set<String> ownLoopback;
  private final List<String> suffixes;

  public AllowedHosts(List<URI> own, List<String> names) {
    exact =
        java.util.stream.Stream.concat(
                own.stream().map(AllowedHosts::authority),
                names.stream().filter(name -> !name.startsWith("*.")).map(AllowedHosts::lower))
            .collect(Collectors.toUnmodifiableSet());
    ownLoopback =
        own.stream()
            .map(link -> lower(String.valueOf(link.getHost())))
            .filter(LOOPBACK::contains)
            .collect(Collectors.toUnmodifiableSet());
    suffixes =
        names.stream()
            .filter(name -> name.startsWith("*."))
            .map(name -> lower(name.substring(1)))
            .toList();
  }

  /**
   * Checks a link that the catalogue gave.
   *
   * @throws UpstreamFailure of kind {@code REFUSED} unless the link is HTTP to an allowed host
   */
  public void check(URI link) {
    if (!isBesideTheCatalogue(link)) {
      checkRedirect(link);
    }
  }

  private boolean isBesideTheCatalogue(URI link) {
    return "http".equalsIgnoreCase(link.getScheme())
        && link.getUserInfo() == null
        && link.getHost() != null
        && ownLoopback.contains(lower(link.getHost()));
  }

  /**
   * Checks where an answer sends us instead.
   *
   * @throws UpstreamFailure of kind {@code REFUSED} unless the link is HTTP to an allowed host
   */
  public void checkRedirect(URI link) {
    String scheme = link.getScheme() == null ? "" : lower(link.getScheme());
    if (!(scheme.equals("https") || scheme.equals("http"))
        || link.getHost() == null
        || link.getUserInfo() != null) {
      throw new UpstreamFailure(
          UpstreamFailure.Kind.REFUSED,
          authority(link),
          "link is not plain HTTP(S): " + shortened(link));
    }
    String authority = authority(link);
    boolean allowed = exact.contains(authority) || suffixes.stream().anyMatch(authority::endsWith);
    if (!allowed) {
      throw new UpstreamFailure(
          UpstreamFailure.Kind.REFUSED, authority, "host is not on the list of allowed hosts");
    }
  }

  /** Host in lower case, followed by the port unless it is the scheme's own. */
  static String authority(URI link) {
    if (link.getHost() == null) {
      return "(no host)";
    }
    int port = link.getPort();
    boolean own =
        port < 0
            || (port == 443 && "https".equalsIgnoreCase(link.getScheme()))
            || (port == 80 && "http".equalsIgnoreCase(link.getScheme()));
    return own ? lower(link.getHost()) : lower(link.getHost()) + ':' + port;
  }

  private static String shortened(URI link) {
    String text = link.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
