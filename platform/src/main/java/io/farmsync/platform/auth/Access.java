package io.farmsync.platform.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may call a handler. Every handler of ours carries it; one without it is refused to everybody.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Access {

  Policy value();

  /** What a caller must show. */
  enum Policy {
    /** Nothing. */
    PUBLIC,
    /** An HMAC signature, which the handler itself verifies. */
    SIGNED,
    /** An API key only. */
    API_KEY,
    /** An API key with scope write or admin, from a sender that does not repeat what is refused. */
    WEBHOOK,
    /** A token of an integration, whatever its scope. */
    TOKEN,
    /** A token or API key with scope read, write or admin. */
    READ,
    /** A token or API key with scope write or admin. */
    WRITE,
    /** A token for administration, which no integration can have. */
    ADMINISTRATION
  }
}
