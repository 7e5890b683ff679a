package io.farmsync.sync.farm.geojson;

/** A geometry that cannot be a boundary; the message says what is wrong, and where. */
final class Fault extends RuntimeException {

  private final String field;

  private Fault(String field, String problem) {
    super(problem, null, false, false);
    this.field = field;
  }

  static Fault ofGeometry(String problem) {
    return new Fault("geometry", problem);
  }

  static Fault ofBbox(String problem) {
    return new Fault("bbox", problem);
  }

  String field() {
    return field;
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
