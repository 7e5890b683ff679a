package io.farmsync.sync.client;

import java.util.Locale;

/** Why a signature was not accepted, under the codes of the HTTP contract. */
public enum Failure {
  MISSING_HEADERS,
  SKEW,
  UNKNOWN_CLIENT,
  /** Another method that the route allows was signed. */
  METHOD_MISMATCH,
  /** The path was signed with, or without, its trailing slash. */
  PATH_MISMATCH,
  /** An empty body was signed, or for GET the body that was sent. */
  BODY_HASH_MISMATCH,
  SIG_MISMATCH,
  /** The signature fits, but the headers name two clients. */
  CLIENT_MISMATCH,
  REPLAY;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
