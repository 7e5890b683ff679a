package io.farmsync.standalone.chaos;

/** What can be done to the processes. */
public enum FaultKind {
  KILL_RELAY("kill -9 of the relay that is active"),
  KILL_STANDBY("kill -9 of the relay on standby"),
  FREEZE_RELAY("SIGSTOP of the active relay for up to 12 s, then SIGCONT: a zombie"),
  KILL_BROKER("kill -9 of Kafka"),
  FREEZE_BROKER("SIGSTOP of Kafka for up to 20 s"),
  FILL_BROKER_DISK("Kafka cannot write its files, as on a full disk, then is started with room"),
  KILL_POSTGRES("kill -9 of PostgreSQL, all its processes"),
  FREEZE_POSTGRES("SIGSTOP of PostgreSQL, all its processes, for up to 6 s"),
  FILL_POSTGRES_DISK(
      "PostgreSQL cannot write its log, as on a full disk, then is started with room"),
  DROP_SLOT("the replication slot is dropped while it is read"),
  KILL_ALL("kill -9 of everything at once");

  private final String meaning;

  FaultKind(String meaning) {
    this.meaning = meaning;
  }

  /** In words. */
  public String meaning() {
    return meaning;
  }

  /** As on the command line: {@code kill-relay}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
