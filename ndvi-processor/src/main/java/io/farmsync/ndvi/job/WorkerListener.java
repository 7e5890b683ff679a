package io.farmsync.ndvi.job;

/** Hears of workers, for metrics. Called by many threads. */
public interface WorkerListener {
  /** A worker has asked Kafka for work or is busy with some. */
  void alive();

  /** Something unexpected; the work is given back. */
  void failed(Throwable cause);

  /**
   * @param code as in the dead letter
   */
  void putAside(String code);
}
