package io.farmsync.sync.database;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work in one transaction, and runs it anew when it lost against another transaction: a
 * deadlock, a lock that was not to be had, or a row that somebody else inserted first.
 */
public final class Transactions {

  private static final int ATTEMPTS = 5;

  private final TransactionTemplate template;

  public Transactions(PlatformTransactionManager manager) {
    this.template = new TransactionTemplate(manager);
  }

  /** Work that may run several times; all that it wrote in a lost attempt is gone. */
  @FunctionalInterface
  public interface Work<T> {

    /**
     * @param attempt from 0
     */
    T run(TransactionStatus transaction, int attempt);
  }

  /**
   * The result of the attempt that committed.
   *
   * @throws org.springframework.dao.DataAccessException if the last attempt failed too, or failed
   *     for another reason
   */
  public <T> T run(Work<T> work) {
    for (int attempt = 0; ; attempt++) {
      try {
        return once(work, attempt);
      } catch (ConcurrencyFailureException | DuplicateKeyException e) {
        if (attempt + 1 >= ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private <T> T once(Work<T> work, int attempt) {
    T result = template.execute(transaction -> work.run(transaction, attempt));
    if (result == null) {
      throw new IllegalStateException("work returned null");
    }
    return result;
  }
}
