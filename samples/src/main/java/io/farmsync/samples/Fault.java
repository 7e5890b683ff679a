package io.farmsync.samples;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A way in which a real upstream misbehaves. */
public sealed interface Fault {

  /** The right answer, but this much later. */
  record Delay(Duration by) implements Fault {}

  /**
   * The request is read and nothing ever comes back; the connection stays open until the server
   * closes.
   */
  record NeverAnswer() implements Fault {}

  /** Another answer instead of the right one. */
  record Reply(int status, Map<String, String> headers, String body) implements Fault {}

  /** Headers promise the right body, the connection ends after this share of it, in (0, 1). */
  record TruncatedBody(double share) implements Fault {}

  /** The right status and content type over bytes that mean nothing. */
  record Garbage() implements Fault {}

  /** Status 200 and a body that goes on until the client hangs up or the server closes. */
  record EndlessBody() implements Fault {}

  /** The connection is closed before a single byte of the answer. */
  record DropConnection() implements Fault {}

  /** The right answer after a pause. */
  static Fault delay(Duration by) {
    return new Delay(by);
  }

  /** Silence. */
  static Fault neverAnswer() {
    return new NeverAnswer();
  }

  /** An error status with a short JSON body and no hint when to come back. */
  static Fault status(int status) {
    return new Reply(
        status,
        Map.of("Content-Type", "application/json"),
        "{\"error\":true,\"reason\":\"sample fault " + status + "\"}");
  }

  /** 429 with a Retry-After header, given in seconds or as an HTTP date. */
  static Fault tooManyRequests(String retryAfter) {
    return new Reply(
        429,
        Map.of("Content-Type", "application/json", "Retry-After", retryAfter),
        "{\"error\":true,\"reason\":\"Minutely API request limit exceeded. Please try again in one minute.\"}");
  }

  /** The page of a firewall: HTML with status 200. */
  static Fault htmlPage() {
    return new Reply(
        200,
        Map.of("Content-Type", "text/html; charset=utf-8"),
        "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>");
  }

  /** Status 200 with exactly this JSON. */
  static Fault json(String body) {
    return new Reply(200, Map.of("Content-Type", "application/json"), body);
  }

  /** Half of the right body, then the end. */
  static Fault truncatedBody() {
    return new TruncatedBody(0.5);
  }

  /** Noise in place of the right body. */
  static Fault garbage() {
    return new Garbage();
  }

  /** A body without an end. */
  static Fault endlessBody() {
    return new EndlessBody();
  }

  /** 302 to another address. */
  static Fault redirect(URI location) {
    return new Reply(302, Map.of("Location", location.toString()), "");
  }

  /** A closed door. */
  static Fault dropConnection() {
    return new DropConnection();
  }
}
