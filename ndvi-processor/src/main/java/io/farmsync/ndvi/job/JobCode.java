package io.farmsync.ndvi.job;

import io.farmsync.ndvi.scene.MissingAsset;
import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.platform.upstream.UpstreamFailure;
import java.util.Locale;

/** Why a job, or one day of it, has no value: the codes of the HTTP contract. */
public enum JobCode {
  AUTH_FAILED,
  WAF_BLOCKED,
  UPSTREAM_ERROR,
  PROCESSING_ERROR,
  VALIDATION_ERROR,
  MAX_RETRIES_EXCEEDED,
  NO_ITEMS,
  NO_BEST_ITEM,
  MISSING_ASSETS,
  INTERNAL_ERROR;

  /** On the wire: {@code auth_failed} and so on. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static JobCode of(Throwable failure) {
    return switch (failure) {
      case UpstreamFailure upstream ->
          switch (upstream.kind()) {
            case AUTH_FAILED -> AUTH_FAILED;
            case WAF_BLOCKED -> WAF_BLOCKED;
            case INVALID_REQUEST -> VALIDATION_ERROR;
            case NOT_FOUND,
                THROTTLED,
                SERVER_ERROR,
                UNREACHABLE,
                TIMED_OUT,
                LEFT_ALONE,
                REFUSED,
                BAD_ANSWER ->
                UPSTREAM_ERROR;
          };
      case MissingAsset _ -> MISSING_ASSETS;
      case UnreadableRaster _ -> PROCESSING_ERROR;
      case IllegalArgumentException _ -> VALIDATION_ERROR;
      default -> INTERNAL_ERROR;
    };
  }
}
