package io.farmsync.platform.envelope;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that ties an answer, its log lines and its events to a request. */
public final class RequestId {

  public static final String HEADER = "X-Request-ID";

  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private RequestId() {}

  /** The client's id if it is well formed, else a new one of 32 hex digits. */
  public static String acceptOrCreate(@Nullable String supplied) {
    return supplied != null && ACCEPTED.matcher(supplied).matches()
        ? supplied
        : UUID.randomUUID().toString().replace("-", "");
  }
}
