package io.farmsync.ndvi.topology;

/** Hears of jobs before workers have them, for metrics. */
public interface BacklogListener {
  BacklogListener NONE =
      new BacklogListener() {
        @Override
        public void backlog(int waiting, int released) {}

        @Override
        public void stale(String index, int farms) {}

        @Override
        public void ended(String code) {}

        @Override
        public void refused() {}
      };

  /**
   * @param waiting jobs whose turn has not come
   * @param released jobs that workers have
   */
  void backlog(int waiting, int released);

  /** So many active farms have no value of the last days. */
  void stale(String index, int farms);

  /** A job ended without a worker. */
  void ended(String code);

  /** An order was not taken, as too many jobs wait. */
  void refused();
}
