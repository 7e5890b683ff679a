package io.farmsync.query.http;

import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.farm.VisibleFarms;
import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The farm of a path, for the caller of the request; or 404, which tells nothing of why. */
public final class OwnFarm {

  private static final Pattern FORM =
      Pattern.compile("(?i)[0-9a-f]{8}(-?)[0-9a-f]{4}\\1[0-9a-f]{4}\\1[0-9a-f]{4}\\1[0-9a-f]{12}");
  private static final int HEX = 16;

  private final VisibleFarms farms;

  public OwnFarm(VisibleFarms farms) {
    this.farms = farms;
  }

  /**
   * The farm.
   *
   * @param id as the path has it: a UUID in any case, hyphens optional
   * @throws Refusal 404
   */
  public KnownFarm require(Identity caller, String id) {
    return parse(id)
        .flatMap(known -> farms.find(caller.tenant(), known))
        .orElseThrow(() -> Refusal.notFound("Farm not found."));
  }

  private static Optional<UUID> parse(String id) {
    if (!FORM.matcher(id).matches()) {
      return Optional.empty();
    }
    var number = new BigInteger(id.replace("-", ""), HEX);
    return Optional.of(new UUID(number.shiftRight(Long.SIZE).longValue(), number.longValue()));
  }
}
