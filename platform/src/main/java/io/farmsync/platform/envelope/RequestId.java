package io.farmsync.platform.envelope;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that ties an answer, its log lines and its events to a request. */
public final class RequestId {

  public static final String HEADER = "X-Request-ID";

  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private RequestId() {}

  /** The client's id if it is well formed, else a new one of 32 hex digits. */
  public static String acceptOrCreate(@Nullable String supplied) {
    return supplied != null && ACCEPTED.matcher(supplied).matches() ? supplied : created();
  }

  /** Unique, not secret: no system randomness is spent on it. */
  private static String created() {
    var random = ThreadLocalRandom.current();
    return HexFormat.of().toHexDigits(random.nextLong())
        + HexFormat.of().toHexDigits(random.nextLong());
  }
}
