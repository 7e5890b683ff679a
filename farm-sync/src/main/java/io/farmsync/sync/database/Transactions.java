package io.farmsync.sync.database;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work in one transaction, and runs it anew when it lost against another transaction: a
 * deadlock, or a row that somebody else inserted first; or when its connection broke before it came
 * to the commit. After a commit that broke it is not known what happened, and nothing is repeated.
 * A lock that was not to be had in time is not waited for again.
 */
public final class Transactions {

  private static final int ATTEMPTS = 5;

  /** PostgreSQL's state after lock_timeout, which Spring has no exception for. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

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
   * @throws DataAccessException if the last attempt failed too, or failed for another reason
   */
  public <T> T run(Work<T> work) {
    for (int attempt = 0; ; attempt++) {
      var committing = new AtomicBoolean();
      try {
        return once(work, attempt, committing);
      } catch (DataAccessResourceFailureException | TransactionSystemException e) {
        if (committing.get() || attempt + 1 >= ATTEMPTS) {
          throw e;
        }
      } catch (ConcurrencyFailureException | DuplicateKeyException e) {
        if (attempt + 1 >= ATTEMPTS) {
          throw e;
        }
      } catch (UncategorizedSQLException e) {
        SQLException cause = e.getSQLException();
        throw cause != null && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())
            ? new CannotAcquireLockException("a lock was not to be had in time", e)
            : e;
      }
    }
  }

  private <T> T once(Work<T> work, int attempt, AtomicBoolean committing) {
    T result =
        template.execute(transaction -> {
          T done = work.run(transaction, attempt);
          committing.set(true);
          return done;
        });
    if (result == null) {
      throw new IllegalStateException("work returned null");
    }
    return result;
  }
}
