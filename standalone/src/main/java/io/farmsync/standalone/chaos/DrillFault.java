package io.farmsync.standalone.chaos;

import java.util.Locale;

/** What a drill does to whom. */
public enum DrillFault {
  KILL_BROKER,
  STOP_BROKER,
  KILL_CONTROLLER,
  STOP_CONTROLLER,
  KILL_RELAY,
  STOP_RELAY,
  KILL_QUERY,
  STOP_QUERY,
  KILL_WORKER,
  STOP_WORKER,
  KILL_POSTGRES,
  STOP_POSTGRES;

  /** SIGKILL, else SIGSTOP. */
  boolean kills() {
    return name().startsWith("KILL_");
  }

  /** As it is written on a command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** From how it is written on a command line. */
  public static DrillFault of(String label) {
    return valueOf(label.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
