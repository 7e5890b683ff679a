package io.farmsync.sync.farm;

/** Why a command changed nothing. */
public enum Rejection {
  /** The farm belongs to another tenant. */
  OTHER_TENANT,
  /** There is no such farm. */
  UNKNOWN_FARM,
  /** The farm was purged. */
  PURGED,
  /** The farm must be retired first. */
  STILL_ACTIVE,
  /** The farm is not at the version the client has seen. */
  OTHER_VERSION,
  /** A wish with a later source time was accepted before. */
  OUTDATED,
  /** The idempotency key was used for another request, and the service is told to be strict. */
  KEY_USED_OTHERWISE
}
