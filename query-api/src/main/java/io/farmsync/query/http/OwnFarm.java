package io.farmsync.query.http;

import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.farm.VisibleFarms;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The farm of a path, for the caller of the request; or 404, which tells nothing of why. */
public final class OwnFarm {

  private static final Pattern FORM =
      Pattern.compile("(?i)[0-9a-f]{8}(-?)[0-9a-f]{4}\\1[0-9a-f]{4}\\1[0-9a-f]{4}\\1[0-9a-f]{12}");
  private static final int HEX = 16;
  private static final int USUAL_LENGTH = 36;

  /** As the answer to a sync names it. */
  private static final String VERSION = "X-Farm-Version";

  private final VisibleFarms farms;
  private final HttpServletRequest request;
  private final HttpServletResponse response;

  /**
   * @param request whichever is being served
   * @param response its answer, which tells the farm's version
   */
  public OwnFarm(VisibleFarms farms, HttpServletRequest request, HttpServletResponse response) {
    this.farms = farms;
    this.request = request;
    this.response = response;
  }

  /**
   * The farm; of the version that the request asks for at least, if it does.
   *
   * @param id as the path has it: a UUID in any case, hyphens optional
   * @throws Refusal 404
   * @throws io.farmsync.query.freshness.VersionNotYet if the wanted version does not come in time
   */
  public KnownFarm require(Identity caller, String id) {
    var wanted = WantedVersion.of(request);
    var farm =
        parse(id)
            .flatMap(known -> find(caller.tenant(), known, wanted))
            .orElseThrow(() -> Refusal.notFound("Farm not found."));
    response.setHeader(VERSION, Long.toString(farm.version()));
    return farm;
  }

  private Optional<KnownFarm> find(String tenant, UUID id, Optional<WantedVersion> wanted) {
    if (wanted.isEmpty()) {
      return farms.find(tenant, id);
    }
    var version = wanted.orElseThrow();
    if (version.patience().isPositive()) {
      response.setHeader("Preference-Applied", "wait=" + version.patience().toSeconds());
    }
    return farms.findAtLeast(tenant, id, version.version(), version.patience());
  }

  static Optional<UUID> parse(String id) {
    if (id.length() == USUAL_LENGTH) {
      return usual(id);
    }
    if (!FORM.matcher(id).matches()) {
      return Optional.empty();
    }
    var number = new BigInteger(id.replace("-", ""), HEX);
    return Optional.of(new UUID(number.shiftRight(Long.SIZE).longValue(), number.longValue()));
  }

  /** With its hyphens; a pattern would cost more than the rest of reading a farm. */
  private static Optional<UUID> usual(String id) {
    try {
      // fromString also takes groups that are too short, or signed
      return Optional.of(UUID.fromString(id)).filter(read -> read.toString().equalsIgnoreCase(id));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
