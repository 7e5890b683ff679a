package org.apache.kafka.common.utils;

/**
 * Where Debezium 3.6.1 looks for it. Kafka 4.4 keeps this class in another package; to be deleted
 * with the first Debezium that is built against Kafka 4.4.
 */
public final class Sanitizer {

  private Sanitizer() {}

  /** A name that is fit for JMX. */
  public static String jmxSanitize(String name) {
    return org.apache.kafka.common.utils.internals.Sanitizer.jmxSanitize(name);
  }
}
